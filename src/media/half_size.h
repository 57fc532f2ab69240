// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

namespace pixelpass {

/// A side of the half picture, in px: even, and no less than encoders take.
[[nodiscard]] constexpr std::uint32_t half_side(std::uint32_t side) { return std::max(16U, side / 2 & ~1U); }

} // namespace pixelpass
