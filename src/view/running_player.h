// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "view/installed_player.h"
#include "view/player_control.h"
#include "view/served_pictures.h"

#include <functional>
#include <memory>

namespace pixelpass {

/// A player that we started, kept at the live edge as far as it can be steered; it ends with this. Main
/// thread.
class RunningPlayer {
public:
    struct Events {
        std::function<void(int status)> on_exited; ///< as Child has it; destroy the player later
        /// It has dropped what it had, and shows nothing before the next keyframe.
        std::function<void()> on_keyframe_needed;
        std::function<Microseconds()> picture_interval; ///< of what comes now
        /// What it was served since it opened the address; null if that is not known.
        std::function<ServedPictures*()> served;
    };

    /// Starts `command`, which is `player`'s. It may be up to `latency` behind what it has received. Error:
    /// Code::internal.
    [[nodiscard]] static Result<std::unique_ptr<RunningPlayer>>
    start(const InstalledPlayer& player, Child::Command command, Microseconds latency, Events events);

    /// How far it shows behind what it was given, as PlayerControl has it.
    [[nodiscard]] std::optional<Microseconds> delay() const {
        return control_ ? control_->delay() : std::nullopt;
    }

    /// Likewise.
    [[nodiscard]] bool showed_nothing() const { return control_ && control_->showed_nothing(); }

private:
    std::unique_ptr<PlayerControl> control_;
    std::unique_ptr<Child> child_; // ends first: players take the end of their socket for a wish to quit
};

} // namespace pixelpass
