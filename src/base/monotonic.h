// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>

namespace pixelpass {

/// CLOCK_MONOTONIC, the clock of all PTS on a machine.
[[nodiscard]] inline std::chrono::microseconds monotonic_now() {
    // libstdc++'s steady_clock is CLOCK_MONOTONIC.
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

} // namespace pixelpass
