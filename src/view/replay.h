// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "media/unit_history.h"

#include <functional>

namespace pixelpass {

/// Shows a history again, from a moment in it on, as fast as it was, until nothing newer is in it: what comes
/// then is live. Main thread.
class Replay {
public:
    struct Events {
        /// Takes a unit, which is to be seen or heard, or only decoded for the ones that follow. False: not
        /// now, it is offered again.
        std::function<bool(const SharedUnit& unit, bool shown)> show;
        /// All is shown, and nothing more is till go() is called.
        std::function<void()> on_live;
    };

    /// `history` outlives this.
    Replay(const UnitHistory& history, Events events)
        : history_(history)
        , events_(std::move(events)) {}

    /// Goes to the picture of that PTS, or the oldest or newest there is, and on from there, unless `paused`.
    /// Events come from the main loop.
    void go(Microseconds pts, bool paused);
    /// Gives a decoder that is new what it needs for the newest picture, and goes on from there; what was
    /// heard is not heard again. Events come from the main loop.
    void catch_up();
    /// Stops at the picture that is shown, or goes on from there.
    void pause(bool paused);
    /// The PTS that is shown; while it is paused that does not grow.
    [[nodiscard]] Microseconds position() const;
    /// How far that is behind the newest picture, at least 0; nothing while it catches up.
    [[nodiscard]] Microseconds behind() const;

private:
    void play_soon();
    void go_on_at_oldest();
    void play();

    const UnitHistory& history_;
    Events events_;
    Microseconds position_{};  ///< as it was at since_
    Microseconds since_{};     ///< on our clock
    std::uint64_t next_ = 0;   ///< the unit to be shown next
    std::uint64_t target_ = 0; ///< the first picture to be seen
    std::uint64_t heard_ = 0;  ///< the first unit of sound to be heard
    bool paused_ = false;
    bool catching_up_ = false;
    Source timer_;
};

} // namespace pixelpass
