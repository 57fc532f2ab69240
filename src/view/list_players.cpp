// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/list_players.h"

#include "gst/window_elements.h"
#include "view/browser.h"
#include "view/installed_player.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

template <typename Found, typename Describe>
PlayerInfo info(std::string_view name, const Result<Found>& found, const Describe& describe) {
    return {.name = std::string(name),
            .found = found ? describe(*found) : std::string(),
            .missing = found ? Error{} : found.error()};
}

} // namespace

std::vector<PlayerInfo> list_players() {
    const auto places = PlayerPlaces::here();
    std::vector<PlayerInfo> players;
    for (const PlayerSpec& spec : player_catalog())
        players.push_back(
            info(spec.name, choose_player(spec.name, places), [](const InstalledPlayer& player) {
                return fmt::format("{}", fmt::join(player.start, " "));
            }));
    players.push_back(info("window", choose_window_sink(), [](const std::string& sink) { return sink; }));
    players.push_back(info("browser", find_browser(BrowserPlaces::here()), [](const Browser& browser) {
        return fmt::format("{}", fmt::join(browser.start, " "));
    }));
    return players;
}

} // namespace pixelpass
