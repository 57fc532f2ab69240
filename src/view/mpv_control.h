// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "view/delay_governor.h"
#include "view/mpv_protocol.h"
#include "view/player_control.h"

#include <functional>
#include <optional>
#include <string_view>

namespace pixelpass {

/// Keeps mpv at the live edge, over its JSON IPC: asks how far it is behind what it has received, lets it
/// play faster, and has it drop what waits. Main thread.
class MpvControl final : public PlayerControl {
public:
    struct Events {
        std::function<void()> on_dropped;               ///< it has dropped all, and needs a keyframe
        std::function<Microseconds()> picture_interval; ///< of what comes now
    };

    /// `socket` is connected to mpv.
    MpvControl(FileDescriptor socket, Microseconds aim, Events events);
    [[nodiscard]] bool showed_nothing() const override { return !has_shown_; }

private:
    void ask();
    void take(std::string_view line);
    void govern();

    /// What mpv has answered to the questions of one round.
    struct Round {
        std::optional<double> received; ///< the newest time that it has, s; none before it plays
        std::optional<double> shown;    ///< the time that it shows, s
        bool paused = false;            ///< by the person
    };

    Events events_;
    DelayGovernor governor_;
    Round round_;
    double speed_ = 1;
    bool asked_ = false; // and not answered yet: one that hangs is asked no more
    bool dropping_ = false;
    bool has_shown_ = false; // a picture
    PlayerSocket socket_;
};

} // namespace pixelpass
