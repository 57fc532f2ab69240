// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "mux/muxer.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace pixelpass {

/// How a player is steered, by the socket that it has as its standard input and output.
enum class PlayerProtocol : std::uint8_t { mpv, vlc };

/// A player that pixelpass knows how to start.
struct PlayerSpec {
    std::string_view name;                ///< as `--player` says it; also the program
    std::string_view flatpak;             ///< the application id there
    Container container;                  ///< what it starts fastest with
    std::span<const char* const> options; ///< for the least delay
    PlayerProtocol protocol;
    std::span<const char* const> control_options; ///< with which it listens to the socket, and ends with it
};

/// The known players, the preferred one first.
[[nodiscard]] std::span<const PlayerSpec> player_catalog();

} // namespace pixelpass
