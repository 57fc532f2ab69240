// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/player.h"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <array>

namespace pixelpass {
namespace {

// docs/performance.md has what each option is worth.
constexpr std::array mpv_options{
    "--profile=low-latency",
    "--audio-buffer=0.1", // the profile's 0 can underrun for ever
    "--cache=yes",        // it takes all that comes, so that it knows how far it is behind
    "--no-ytdl",          // else mpv asks a script about the address first
    "--title=pixelpass",
    "--no-resume-playback",
};
constexpr std::array vlc_options{
    "--intf=qt,dummy", // without Qt its choice would be the one for terminals, which ends at once without one
    "--network-caching=100", "--clock-jitter=0", "--clock-synchro=0",
    "--avcodec-threads=1", // else each thread keeps a picture back, the last ones for good
    "--no-video-title-show", "--play-and-exit",
};
constexpr std::array players{
    PlayerSpec{.name = "mpv", .container = Container::matroska, .options = mpv_options, .has_ipc = true},
    PlayerSpec{.name = "vlc", .container = Container::mpegts, .options = vlc_options, .has_ipc = false},
};

bool is_installed(const PlayerSpec& player) {
    char* path = g_find_program_in_path(std::string(player.name).c_str());
    g_free(path);
    return path != nullptr;
}

} // namespace

std::span<const PlayerSpec> player_catalog() { return players; }

Result<const PlayerSpec*> choose_player(std::string_view wanted) {
    for (const PlayerSpec& player : players) {
        if ((wanted == "auto" || wanted == player.name) && is_installed(player))
            return &player;
    }
    if (wanted == "auto")
        return fail(Code::player, "no player is installed",
                    "install mpv or vlc, or give the address to another player with --player none");
    return fail(Code::player, fmt::format("{} is not installed", wanted),
                "install it, or choose another with --player");
}

Child::Command player_command(const PlayerSpec& player, const std::string& url) {
    Child::Command command;
    command.argv.emplace_back(player.name);
    command.argv.insert(command.argv.end(), player.options.begin(), player.options.end());
    command.argv.push_back(url);
    command.environment = {{"PULSE_PROP", "pixelpass.player=1"},
                           {"PIPEWIRE_PROPS", "{ pixelpass.player = 1 }"}};
    return command;
}

} // namespace pixelpass
