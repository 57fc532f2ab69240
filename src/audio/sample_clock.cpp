// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sample_clock.h"

#include "media/sound_format.h"

namespace pixelpass {

Microseconds SampleClock::stamp(Microseconds measured, std::size_t frames) {
    const std::chrono::nanoseconds seen = measured;
    const auto deviation = next_ ? seen - *next_ : std::chrono::nanoseconds::zero();
    const bool jump = !next_ || std::chrono::abs(deviation) >= jump_limit;
    const auto begin = jump ? seen : *next_ + deviation / smoothing;
    next_ = begin + sound_duration(static_cast<std::int64_t>(frames));
    return std::chrono::duration_cast<Microseconds>(begin);
}

} // namespace pixelpass
