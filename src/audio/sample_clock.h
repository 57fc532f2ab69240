// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <chrono>
#include <cstddef>
#include <optional>

namespace pixelpass {

/// Makes a steady time line of the jittery times at which blocks of 48 kHz samples were measured. Small
/// deviations are worked off slowly, so that sound stays even and clocks can't drift apart; lost samples make
/// the time line jump to what was measured.
class SampleClock {
public:
    /// When the first sample of a block of `frames` was captured, given when it seemed to be.
    [[nodiscard]] Microseconds stamp(Microseconds measured, std::size_t frames);

    /// A deviation of that much is no jitter.
    static constexpr Microseconds jump_limit{20'000};
    /// One part of so many of a deviation is worked off with each block.
    static constexpr int smoothing = 64;

private:
    std::optional<std::chrono::nanoseconds> next_; ///< when the next block should begin
};

} // namespace pixelpass
