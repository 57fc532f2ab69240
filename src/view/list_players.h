// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <string>
#include <vector>

namespace pixelpass {

/// What `--player` can name, and whether that is to be had here.
struct PlayerInfo {
    std::string name;
    std::string found; ///< how it is started, or for the window by what it shows; empty: it is not there
    Error missing;     ///< why it is not there, and what to do about it
};

/// All players, in the order in which `auto` takes the first that is there.
[[nodiscard]] std::vector<PlayerInfo> list_players();

} // namespace pixelpass
