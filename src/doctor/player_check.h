// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"
#include "view/browser.h"
#include "view/installed_player.h"

#include <filesystem>
#include <span>

namespace pixelpass {

/// Whether there is a player to watch friends in, by where players are looked for; a browser would do, too.
[[nodiscard]] Check judge_players(const PlayerPlaces& places, const Result<Browser>& browser,
                                  Distribution distribution);

/// Whether a VLC that is a program has what reads MPEG-TS, by the folders that may hold its plugins; nothing
/// to say if there is no such VLC, or none of these folders.
[[nodiscard]] Checks judge_vlc_plugin(const PlayerPlaces& places,
                                      std::span<const std::filesystem::path> plugin_folders,
                                      Distribution distribution);

/// The same of this machine.
[[nodiscard]] Checks check_players();

} // namespace pixelpass
