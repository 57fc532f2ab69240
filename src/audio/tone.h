// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "media/access_unit.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace pixelpass {

/// The sound of the test picture, for as long as it lives: a sine of 440 Hz at -20 dBFS, and with each flash
/// of the picture (media/test_signal.h) a beep two octaves above. Main thread.
class Tone {
public:
    /// Gets 10 ms of interleaved stereo at 48 kHz at a time, and when its first sample is heard on
    /// CLOCK_MONOTONIC: just before the call.
    using Take = std::function<void(std::span<const float> samples, Microseconds captured_at)>;

    explicit Tone(Take take);

private:
    void catch_up();

    const Take take_;
    const std::vector<float> second_; ///< the samples of each whole second
    std::int64_t next_block_;         ///< of 10 ms, counted from the clock's 0
    Source timer_;
};

} // namespace pixelpass
