// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sample_clock.h"

namespace pixelpass {

Microseconds SampleClock::stamp(Microseconds measured, std::size_t frames) {
    constexpr std::int64_t sample_rate = 48'000;
    const std::chrono::nanoseconds seen = measured;
    const auto deviation = next_ ? seen - *next_ : std::chrono::nanoseconds::zero();
    const bool jump = !next_ || std::chrono::abs(deviation) >= jump_limit;
    const auto begin = jump ? seen : *next_ + deviation / smoothing;
    next_ = begin + std::chrono::nanoseconds(static_cast<std::int64_t>(frames) * 1'000'000'000 / sample_rate);
    return std::chrono::duration_cast<Microseconds>(begin);
}

} // namespace pixelpass
