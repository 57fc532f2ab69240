// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

namespace pixelpass {

/// Whether an H.264 access unit in Annex B form is one that a decoder can start from: SPS and PPS, and then
/// an IDR slice (ITU-T H.264, 7.4.1.2). An I slice alone is not.
[[nodiscard]] bool starts_a_decoder(ByteView unit);

} // namespace pixelpass
