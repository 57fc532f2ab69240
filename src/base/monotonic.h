// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <ctime>

namespace pixelpass {

/// CLOCK_MONOTONIC, the clock of all PTS on a machine.
[[nodiscard]] inline std::chrono::microseconds monotonic_now() {
    // libstdc++'s steady_clock is CLOCK_MONOTONIC.
    return std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now().time_since_epoch());
}

/// CLOCK_BOOTTIME, which goes on while the machine sleeps: for what people are told of by the time of day, as
/// when something expires. It is not to be compared with monotonic_now().
[[nodiscard]] inline std::chrono::microseconds boottime_now() {
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::seconds(now.tv_sec) +
                                                                 std::chrono::nanoseconds(now.tv_nsec));
}

} // namespace pixelpass
