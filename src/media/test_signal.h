// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>

namespace pixelpass {

/// Whether the test picture flashes, and its tone beeps, at that time of CLOCK_MONOTONIC: for the first tenth
/// of each second, so that both can be told to be in step.
[[nodiscard]] constexpr bool is_marked(std::chrono::nanoseconds time) {
    return time % std::chrono::seconds(1) < std::chrono::milliseconds(100);
}

} // namespace pixelpass
