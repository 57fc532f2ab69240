// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "base/error.h"
#include "view/player.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// Where players are looked for.
struct PlayerPlaces {
    std::vector<std::filesystem::path> programs; ///< those of PATH
    std::vector<std::filesystem::path> flatpaks; ///< exported wrappers, named by application id
    std::filesystem::path snaps;                 ///< the programs of snaps

    /// Those of this machine, for this user.
    [[nodiscard]] static PlayerPlaces here();
};

/// A player that can be started.
struct InstalledPlayer {
    const PlayerSpec* spec = nullptr;
    std::vector<std::string> start; ///< the words that start it, without options
    /// Whether it can have a socket of ours; what confines a snap may keep that from it, and it would end.
    bool steerable = true;
};

/// The player called `wanted`, or for `auto` the first of the catalog that is installed: as a program of
/// PATH, else as a Flatpak, else as a snap. Error: Code::player.
[[nodiscard]] Result<InstalledPlayer> choose_player(std::string_view wanted, const PlayerPlaces& places);

/// The command that plays `url`. The player's sound is marked, so that a host here never captures it.
[[nodiscard]] Child::Command player_command(const InstalledPlayer& player, const std::string& url);

} // namespace pixelpass
