// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstddef>
#include <optional>

namespace pixelpass {

/// Keeps a time line of sound without holes, since players wait for sound that does not come: tells how much
/// silence belongs where samples are missing. All times are on CLOCK_MONOTONIC. Pure.
class SilenceFiller {
public:
    struct Silence {
        Microseconds begin{};
        std::size_t frames = 0; ///< at 48 kHz
    };

    /// Samples have come: the silence that goes before them. Nothing: they are too late, and silence has
    /// taken their place.
    [[nodiscard]] std::optional<Silence> before(Microseconds captured_at, std::size_t frames);
    /// Call often: the silence that is due if no samples have come for `patience`.
    [[nodiscard]] Silence due(Microseconds now);
    /// No samples are to be expected: silence is due at once.
    void give_up() { silent_ = true; }

    static constexpr Microseconds patience{150'000};
    /// How far silence stays behind, so that samples that come again are not too late.
    static constexpr Microseconds lag{50'000};
    /// A longer hole is left, as whoever called was stuck.
    static constexpr Microseconds longest{500'000};
    /// Smaller deviations are no holes.
    static constexpr Microseconds tolerance{20'000};

private:
    std::optional<Microseconds> end_; ///< of what was given so far
    bool silent_ = false;
};

} // namespace pixelpass
