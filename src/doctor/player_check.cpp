// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/player_check.h"

#include "doctor/mend.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

constexpr PackageNames mpv{.debian = "mpv", .arch = "mpv", .fedora = "mpv"};
constexpr PackageNames vlc_ts{
    .debian = "vlc-plugin-base", .arch = "vlc-plugin-dvb", .fedora = "vlc-plugins-base"};

/// The folders with VLC's plugins: $VLC_PLUGIN_PATH, and where distributions have them.
std::vector<fs::path> vlc_plugin_folders() {
    std::vector<fs::path> folders;
    if (const char* own = std::getenv("VLC_PLUGIN_PATH"))
        folders.emplace_back(own);
    for (const char* libraries : {"/usr/lib64", "/usr/lib", "/usr/local/lib"}) {
        folders.push_back(fs::path(libraries) / "vlc/plugins");
        std::error_code none;
        for (auto at = fs::directory_iterator(libraries, none); at != fs::directory_iterator();
             at.increment(none)) {
            // Debian's have the machine's name.
            if (at->path().filename().string().find("-linux-") != std::string::npos)
                folders.push_back(at->path() / "vlc/plugins");
        }
    }
    return folders;
}

} // namespace

Check judge_players(const PlayerPlaces& places, const Result<Browser>& browser, Distribution distribution) {
    Check check{.name = "player", .code = Code::player};
    std::vector<std::string> found;
    for (const PlayerSpec& spec : player_catalog()) {
        if (const auto player = choose_player(spec.name, places))
            found.push_back(fmt::format("{}", fmt::join(player->start, " ")));
    }
    check.found = fmt::format("{}", fmt::join(found, ", "));
    if (found.empty()) {
        check.health = Health::warning;
        check.found = "neither mpv nor VLC is installed";
        check.cause = browser
                          ? fmt::format("what friends share is shown in a window of pixelpass's own, or in a "
                                        "browser ({}), alone",
                                        fs::path(browser->start.front()).filename().string())
                          : "what friends share is shown in a window of pixelpass's own alone";
        check.mend = install_command(distribution, mpv);
    }
    return check;
}

Checks judge_vlc_plugin(const PlayerPlaces& places, std::span<const fs::path> plugin_folders,
                        Distribution distribution) {
    const auto player = choose_player("vlc", places);
    // Flatpaks and snaps come whole.
    if (!player || player->start != std::vector<std::string>{"vlc"})
        return {};
    std::error_code none;
    const auto is_folder = [&](const fs::path& folder) { return fs::is_directory(folder, none); };
    const auto has_plugin = [&](const fs::path& folder) {
        return fs::exists(folder / "demux/libts_plugin.so", none);
    };
    if (std::ranges::none_of(plugin_folders, is_folder))
        return {};
    Check check{.name = "vlc-ts", .found = "VLC reads MPEG-TS", .code = Code::player};
    if (std::ranges::none_of(plugin_folders, has_plugin)) {
        check.health = Health::warning;
        check.found = "VLC lacks its plugin for MPEG-TS";
        check.cause = "it shows nothing of what friends share (demux/libts_plugin.so is missing)";
        check.mend = install_command(distribution, vlc_ts);
    }
    return {check};
}

Checks check_players() {
    const auto places = PlayerPlaces::here();
    const auto distribution = this_distribution();
    Checks checks{judge_players(places, find_browser(BrowserPlaces::here()), distribution)};
    const auto plugin = judge_vlc_plugin(places, vlc_plugin_folders(), distribution);
    checks.insert(checks.end(), plugin.begin(), plugin.end());
    return checks;
}

} // namespace pixelpass
