// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <string>

namespace pixelpass {

/// A peer's text as it may be shown: what is not printable is left out, and text that is no UTF-8 is empty.
[[nodiscard]] std::string printable(ByteView bytes);

} // namespace pixelpass
