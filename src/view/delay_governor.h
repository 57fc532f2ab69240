// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "view/calm_level.h"

#include <deque>
#include <optional>

namespace pixelpass {

/// Holds a player's delay at an aim, or at the lower one that it had by itself and keeps as long as nothing
/// disturbs it: decides by what the delay is how fast to play, and when to give up what waits. Pure; any one
/// thread.
class DelayGovernor {
public:
    struct Decision {
        double speed = 1;  ///< at which to play, 1 to 1.1
        bool drop = false; ///< what waits for the player is to be dropped: it starts anew at the live edge
    };

    /// What can be made up for within 5 s by speed.
    static constexpr std::chrono::milliseconds made_up_by_speed{400};

    /// Above the aim by more than `margin`, what waits is dropped. What a player of its kind can have on a
    /// good line is `reachable`: it is brought there, also if it began later than that.
    explicit DelayGovernor(Microseconds aim, Microseconds margin = made_up_by_speed,
                           std::optional<Microseconds> reachable = std::nullopt)
        : aim_(aim)
        , margin_(margin)
        , calm_(reachable) {}

    /// At `now` the player is `delay` behind the newest that it has; about ten times a second. Nothing
    /// happens for one late picture: the least of the last half second counts.
    [[nodiscard]] Decision take(Microseconds now, Microseconds delay);

    /// What came before does not count any more, as after a pause.
    void forget();

private:
    [[nodiscard]] std::optional<Microseconds> level(Microseconds now, Microseconds delay);
    [[nodiscard]] bool must_drop(Microseconds now, Microseconds level);
    [[nodiscard]] double speed_for(Microseconds now, Microseconds level);

    struct Sample {
        Microseconds time;
        Microseconds delay;
    };
    /// A time of playing faster.
    struct Chase {
        Microseconds since;
        Microseconds from; ///< the delay then
    };

    Microseconds aim_;
    Microseconds margin_;
    std::deque<Sample> samples_;
    double speed_ = 1;
    CalmLevel calm_;
    std::optional<Chase> chase_;
    std::optional<Microseconds> rest_until_; // the aim is out of reach till then
    std::optional<Microseconds> last_drop_;
    unsigned drops_in_a_row_ = 0;
    std::optional<Microseconds> reach_; // the last drops brought the player no nearer than this
};

} // namespace pixelpass
