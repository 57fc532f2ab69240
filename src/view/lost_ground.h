// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "view/calm_level.h"

namespace pixelpass {

/// For a player that keeps what a busy minute has added to its delay, as VLC does: tells when it is worth
/// beginning anew, which interrupts the picture. Pure; any one thread.
class LostGround {
public:
    /// What it may be later than before.
    static constexpr std::chrono::milliseconds margin{60};
    /// What must pass from one time to the next.
    static constexpr std::chrono::seconds rest{60};

    /// At `now` the player is `delay` behind; about ten times a second. True, once, if it is well behind
    /// where it was, and nothing disturbs it any more: it should begin anew. What it comes to then counts
    /// from there.
    [[nodiscard]] bool take(Microseconds now, Microseconds delay) {
        calm_.add(now, delay);
        const auto before = calm_.get();
        if (!before || delay <= *before + margin || now < next_)
            return false;
        calm_.forget();
        next_ = now + rest;
        return true;
    }

private:
    CalmLevel calm_;
    Microseconds next_{};
};

} // namespace pixelpass
