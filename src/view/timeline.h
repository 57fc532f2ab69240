// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <optional>

namespace pixelpass {

/// Brings units of one source after the other, each of which has a clock of its own, onto one time line for
/// players: that of the first, on which all others are placed by when they were captured. So a player is as
/// late after a change as it was before. Where sources overlap, as one was captured while the other was under
/// way, times do not grow for so long.
class Timeline {
public:
    /// What is placed from now on is another source's, or the same one's again.
    void cut() { shift_.reset(); }

    /// The time of a unit that has come `now`, by the viewer's clock. The clock that its PTS is from is ahead
    /// of the viewer's by `ahead`; where that is not known, the unit is taken to be of now.
    [[nodiscard]] Microseconds place(Microseconds pts, Microseconds now, std::optional<Microseconds> ahead) {
        pts = std::clamp(pts, -longest, longest);
        const auto clock = std::clamp(ahead.value_or(pts - now), -longest, longest);
        if (!shift_) {
            first_ = !first_.has_value();
            shift_ = *first_ ? Microseconds{} : line_ - clock;
        }
        // Known better the longer the first source lasts, and not needed before its end.
        if (*first_)
            line_ = clock;
        return pts + *shift_;
    }

private:
    /// No clock is further ahead, whatever a host says: sums stay within their bounds.
    static constexpr Microseconds longest = std::chrono::years(100);

    std::optional<bool> first_; ///< the source in hand is the first
    std::optional<Microseconds> shift_;
    Microseconds line_{}; ///< how far the time line is ahead of the viewer's clock
};

} // namespace pixelpass
