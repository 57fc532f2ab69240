// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu_choices.h"

#include "base/printable.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

constexpr std::size_t longest_name = 256;
constexpr std::size_t most_apps = 32;

void take(MenuChoices& choices, std::string_view key, std::string_view name) {
    const std::string value = printable(bytes_of(name));
    if (value.size() > longest_name || value.empty())
        return;
    if (key == "task")
        choices.views = value == "view";
    else if (key == "source-kind")
        choices.source_kind = value;
    else if (key == "source-name")
        choices.source_name = value;
    else if (key == "sound")
        choices.sound = value;
    else if (key == "app" && choices.apps.size() < most_apps)
        choices.apps.push_back(value);
    else if (key == "player")
        choices.player = value;
}

} // namespace

MenuChoices parse_choices(std::string_view text) {
    MenuChoices choices;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (const auto middle = line.find(' '); middle != std::string_view::npos)
            take(choices, line.substr(0, middle), line.substr(middle + 1));
    }
    return choices;
}

std::string text_of(const MenuChoices& choices) {
    auto text = fmt::format("task {}\nsource-kind {}\nsource-name {}\nsound {}\nplayer {}\n",
                            choices.views ? "view" : "host", choices.source_kind,
                            printable(bytes_of(choices.source_name)), choices.sound, choices.player);
    for (const auto& app : choices.apps)
        text += fmt::format("app {}\n", printable(bytes_of(app)));
    return text;
}

} // namespace pixelpass
