// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

namespace pixelpass {

/// The keyframe, in Annex B's form, of an H.264 stream whose pictures are shown in the order in which they
/// come, with an SPS that says so, and that a decoder has room for one more picture than are referred to: one
/// that goes by that has no reason to hold any back (ITU-T H.264, C.4.5). The same bytes if there is no SPS
/// that can be read. Reads anything.
[[nodiscard]] SharedBytes without_reordering(const SharedBytes& keyframe);

} // namespace pixelpass
