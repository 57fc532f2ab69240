// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/browser.h"

#include "base/program_path.h"
#include "view/installed_player.h"

#include <gio/gio.h>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

/// Those of the family that know `--app`.
constexpr std::array chromium_family{"chromium",       "chromium-browser",
                                     "google-chrome",  "google-chrome-stable",
                                     "brave-browser",  "brave",
                                     "microsoft-edge", "microsoft-edge-stable",
                                     "vivaldi",        "vivaldi-stable"};
constexpr std::array others{"firefox", "firefox-esr"};

bool is_there(const std::string& program, const BrowserPlaces& places) {
    if (program.find('/') != std::string::npos)
        return is_program(program);
    return std::ranges::any_of(places.programs,
                               [&](const fs::path& folder) { return is_program(folder / program); });
}

std::vector<std::string> words_of(const std::string& command) {
    int count = 0;
    char** words = nullptr;
    if (!g_shell_parse_argv(command.c_str(), &count, &words, nullptr))
        return {};
    std::vector<std::string> result(words, words + count);
    g_strfreev(words);
    return result;
}

std::optional<Browser> find_wanted(const BrowserPlaces& places) {
    std::istringstream commands(places.wanted);
    for (std::string command; std::getline(commands, command, ':');) {
        auto words = words_of(command);
        if (!words.empty() && is_there(words.front(), places))
            return Browser{std::move(words)};
    }
    return std::nullopt;
}

std::optional<Browser> find_default(const BrowserPlaces& places) {
    if (places.default_program.empty())
        return std::nullopt;
    const std::string name = fs::path(places.default_program).filename();
    if (std::ranges::find(chromium_family, name) != chromium_family.end() &&
        is_there(places.default_program, places))
        return Browser{{places.default_program, "--app=%s"}};
    return is_there("xdg-open", places) ? std::optional(Browser{{"xdg-open"}}) : std::nullopt;
}

std::optional<Browser> find_known(const BrowserPlaces& places) {
    for (const char* name : chromium_family) {
        if (is_there(name, places))
            return Browser{{name, "--app=%s"}};
    }
    for (const char* name : others) {
        if (is_there(name, places))
            return Browser{{name}};
    }
    return std::nullopt;
}

} // namespace

BrowserPlaces BrowserPlaces::here() {
    const char* wanted = g_getenv("BROWSER");
    BrowserPlaces places{.wanted = wanted ? wanted : "", .default_program = {}, .programs = {}};
    if (GAppInfo* program = g_app_info_get_default_for_uri_scheme("http")) {
        const char* executable = g_app_info_get_executable(program);
        places.default_program = executable ? executable : "";
        g_object_unref(program);
    }
    auto folders = PlayerPlaces::here();
    places.programs = std::move(folders.programs);
    places.programs.push_back(std::move(folders.snaps));
    return places;
}

Result<Browser> find_browser(const BrowserPlaces& places) {
    for (const auto find : {find_wanted, find_default, find_known}) {
        if (auto browser = find(places))
            return std::move(*browser);
    }
    return fail(Code::player, "no browser is installed",
                "install chromium or firefox, or name yours in BROWSER; or choose another with --player");
}

Child::Command browser_command(const Browser& browser, const std::string& address) {
    Child::Command command{.argv = browser.start, .environment = {}, .outlives_us = true};
    bool placed = false;
    for (auto& word : command.argv) {
        const auto at = word.find("%s");
        if (at == std::string::npos)
            continue;
        word.replace(at, 2, address);
        placed = true;
    }
    if (!placed)
        command.argv.push_back(address);
    return command;
}

} // namespace pixelpass
