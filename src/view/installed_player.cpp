// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/installed_player.h"

#include "base/program_path.h"

#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <optional>
#include <sstream>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

bool holds(const std::vector<fs::path>& folders, std::string_view name) {
    return std::ranges::any_of(folders, [&](const fs::path& folder) { return is_program(folder / name); });
}

std::optional<InstalledPlayer> find(const PlayerSpec& spec, const PlayerPlaces& places) {
    if (holds(places.programs, spec.name))
        return InstalledPlayer{.spec = &spec, .start = {std::string(spec.name)}};
    if (holds(places.flatpaks, spec.flatpak) && holds(places.programs, "flatpak"))
        return InstalledPlayer{.spec = &spec, .start = {"flatpak", "run", std::string(spec.flatpak)}};
    if (const fs::path snap = places.snaps / spec.name; is_program(snap))
        return InstalledPlayer{.spec = &spec, .start = {snap}, .steerable = false};
    return std::nullopt;
}

} // namespace

PlayerPlaces PlayerPlaces::here() {
    PlayerPlaces places{
        .programs = {},
        .flatpaks = {fs::path(g_get_user_data_dir()) / "flatpak/exports/bin", "/var/lib/flatpak/exports/bin"},
        .snaps = "/snap/bin"};
    const char* path = g_getenv("PATH");
    std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
        const auto place = (fs::path(folder) / "").lexically_normal().parent_path();
        if (!folder.empty() && place != places.snaps)
            places.programs.push_back(place);
    }
    return places;
}

Result<InstalledPlayer> choose_player(std::string_view wanted, const PlayerPlaces& places) {
    for (const PlayerSpec& spec : player_catalog()) {
        if (wanted != "auto" && wanted != spec.name)
            continue;
        if (auto found = find(spec, places))
            return std::move(*found);
    }
    if (wanted == "auto")
        return fail(Code::player, "no player is installed",
                    "install mpv or vlc, or give the address to another player with --player none");
    return fail(Code::player, fmt::format("{} is not installed", wanted),
                "install it, or choose another with --player");
}

Child::Command player_command(const InstalledPlayer& player, const std::string& url) {
    Child::Command command{.argv = player.start,
                           .environment = {{"PULSE_PROP", "pixelpass.player=1"},
                                           {"PIPEWIRE_PROPS", "{ pixelpass.player = 1 }"},
                                           // Else mpv may end with SDL's dummy, and play what nobody sees.
                                           {"SDL_VIDEODRIVER", "wayland,x11"}}};
    command.argv.insert(command.argv.end(), player.spec->options.begin(), player.spec->options.end());
    command.argv.push_back(url);
    return command;
}

} // namespace pixelpass
