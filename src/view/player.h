// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "mux/muxer.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// A player on this machine that pixelpass knows how to start.
struct PlayerSpec {
    std::string_view name;                ///< as `--player` says it; also the program
    Container container;                  ///< what it starts fastest with
    std::span<const char* const> options; ///< for the least delay
    bool has_ipc;                         ///< whether it is to be steered by MpvControl
};

/// The known players, the preferred one first.
[[nodiscard]] std::span<const PlayerSpec> player_catalog();

/// The player called `wanted`, or the first that is installed for `auto`. Error: Code::player.
[[nodiscard]] Result<const PlayerSpec*> choose_player(std::string_view wanted);

/// The command that plays `url` in `player`. Its sound is marked, so that a host here never captures it.
[[nodiscard]] Child::Command player_command(const PlayerSpec& player, const std::string& url);

} // namespace pixelpass
