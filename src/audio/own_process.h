// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace pixelpass {

/// Whether that process, or one that it descends from, is a pixelpass. Reads /proc; what has ended, or is
/// hidden from us, is none.
[[nodiscard]] bool descends_from_pixelpass(std::uint32_t process);

} // namespace pixelpass
