// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu.h"

#include "cli/error_text.h"
#include "cli/menu_applications.h"
#include "cli/sound_text.h"
#include "cli/ticket_text.h"
#include "net/endpoint.h"
#include "view/list_players.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace pixelpass {
namespace {

MenuEntry entry_of(const SourceInfo& source, std::size_t index) {
    const auto [width, height] = source.size;
    const bool whole = source.kind == "screen";
    return {.key = list_key(index),
            .label = whole                     ? "the whole screen"
                     : source.kind == "test"   ? source.name
                     : source.kind == "portal" ? source.name
                                               : fmt::format("{} {}", source.kind, source.name),
            .detail = width ? fmt::format("{}x{}", width, height) : ""};
}

/// Nothing is said of applications, as the config file may: that would be heard in place of the tone.
HostOptions with_tone(HostOptions host) {
    host.no_apps.clear();
    return host;
}

struct SoundEntry {
    const char* name; ///< in MenuChoices
    const char* label;
    const char* detail;
};

/// The test picture has a tone of its own.
constexpr std::array test_sounds{
    SoundEntry{"system", "the test tone", ""},
    SoundEntry{"none", "nothing", ""},
};

constexpr std::array sounds{
    SoundEntry{"system", "what plays", "without voice programs"},
    SoundEntry{"all", "what plays, and voice programs", "friends may hear themselves"},
    SoundEntry{"apps", "chosen applications alone", "you are asked which"},
    SoundEntry{"none", "nothing", ""},
};

} // namespace

Menu::Step Menu::ask_task() {
    return {.page = {.title = "what do you want to do?",
                     .entries = {{.key = U'h', .label = "host: share your screen"},
                                 {.key = U'v', .label = "view: watch a friend's screen"},
                                 {.key = U'q', .label = "quit"}},
                     .selected = choices_.views ? 1U : 0U},
            .choose = [this](std::size_t entry) {
                if (entry == 2)
                    return finish({});
                choices_.views = entry == 1;
                go_to(choices_.views ? ask_ticket() : ask_source());
                if (choices_.views)
                    offer_clipboard();
            }};
}

Menu::Step Menu::ask_source() {
    auto sources = list_sources({});
    MenuPage page{.title = "what do you want to show?", .entries = {}};
    if (!sources) {
        page.notice = in_one_line(sources.error());
        return {.page = std::move(page), .choose = [](std::size_t) {}};
    }
    if (std::ranges::all_of(*sources, [](const auto& source) { return source.kind == "test"; }))
        page.notice =
            "there is no display to share: neither WAYLAND_DISPLAY nor DISPLAY is set (open a terminal "
            "on the desktop, and run pixelpass there)";
    for (const auto& source : *sources) {
        if (source.kind == choices_.source_kind && source.name == choices_.source_name)
            page.selected = page.entries.size();
        page.entries.push_back(entry_of(source, page.entries.size()));
    }
    return {.page = std::move(page), .choose = [this, sources = *sources](std::size_t entry) {
                take_source(sources[entry]);
                go_to(ask_sound());
            }};
}

void Menu::take_source(const SourceInfo& source) {
    choices_.source_kind = source.kind;
    choices_.source_name = source.name;
    const bool x11 = source.kind == "screen" || source.kind == "monitor" || source.kind == "window";
    host_.source = x11 ? "x11" : source.kind;
    host_.monitor = source.kind == "monitor" ? source.name : "";
    host_.window = source.kind == "window" ? source.id : "";
    host_.region.clear();
}

Menu::Step Menu::ask_sound() {
    const bool test = host_.source == "test";
    const auto offered =
        test ? std::span<const SoundEntry>(test_sounds) : std::span<const SoundEntry>(sounds);
    MenuPage page{.title =
                      test ? "what are friends to hear?" : "what are friends to hear? (never the microphone)",
                  .entries = {}};
    for (const auto& sound : offered) {
        if (choices_.sound == sound.name)
            page.selected = page.entries.size();
        page.entries.push_back(
            {.key = list_key(page.entries.size()), .label = sound.label, .detail = sound.detail});
    }
    return {.page = std::move(page), .choose = [this, test, offered](std::size_t entry) {
                const std::string sound = offered[entry].name;
                // Who tries the test picture has not said what is to be heard of a screen.
                if (!test)
                    choices_.sound = sound;
                host_.apps.clear();
                host_.audio = sound == "apps" ? "system" : sound;
                if (sound == "apps") {
                    go_to(ask_applications());
                    return follow_applications();
                }
                finish(test ? with_tone(host_) : host_);
            }};
}

Menu::Step Menu::ask_applications() {
    return {.page = applications_page(), .choose = [this](std::size_t entry) {
                auto& now = steps_.back().page;
                if (entry > 0) {
                    check_application(now.entries[entry]);
                    return;
                }
                host_.apps = checked_applications(now);
                if (host_.apps.empty()) {
                    now.notice = "no application is checked (space checks one)";
                    return;
                }
                choices_.apps = host_.apps;
                finish(host_);
            }};
}

void Menu::follow_applications() {
    const auto fail_with = [this](const Error& error) {
        steps_.back().page.notice = in_one_line(error);
        page_->change();
    };
    auto playing =
        ApplicationWatch::start({.on_changed =
                                     [this](const auto& applications) {
                                         show_applications(steps_.back().page, applications, choices_.apps);
                                         page_->change();
                                     },
                                 .on_failed = fail_with});
    if (playing)
        playing_ = std::move(*playing);
    else
        fail_with(playing.error());
}

Menu::Step Menu::ask_ticket() {
    return {.page = {.title = "which ticket did your friend give you?",
                     .entries = {{.label = "ticket"}},
                     .input = ""},
            .choose = [this](std::size_t entry) { take_ticket(entry); }};
}

void Menu::take_ticket(std::size_t entry) {
    auto& page = steps_.back().page;
    const auto ticket = entry == 0 ? ticket_in(*page.input) : offered_;
    if (const auto parsed = net::parse_ticket(ticket); !parsed) {
        page.notice = in_one_line(parsed.error());
        return;
    }
    view_.ticket = ticket;
    go_to(ask_player());
}

void Menu::offer_clipboard() {
    clipboard_.read([this](const Result<std::string>& text) {
        if (!text || !looks_like_ticket(ticket_in(*text)) || !net::parse_ticket(ticket_in(*text)))
            return;
        auto& page = steps_.back().page;
        if (!page.input || page.entries.size() > 1)
            return;
        offered_ = ticket_in(*text);
        page.entries.push_back({.label = "the one on the clipboard", .detail = offered_});
        if (page.input->empty())
            page.selected = 1;
        page_->change();
    });
}

Menu::Step Menu::ask_player() {
    MenuPage page{.title = "what do you want to watch in?", .entries = {}};
    std::vector<std::string> names;
    const auto offer = [&](const std::string& name, const std::string& label, const std::string& detail) {
        if (choices_.player == name)
            page.selected = names.size();
        page.entries.push_back({.key = list_key(names.size()), .label = label, .detail = detail});
        names.push_back(name);
    };
    for (const auto& player : list_players())
        if (!player.found.empty())
            offer(player.name, player.name == "window" ? "a window of pixelpass's own" : player.name,
                  player.name == "window" ? "the least delay" : player.found);
    offer("none", "none", "you open its address yourself");
    return {.page = std::move(page), .choose = [this, names = std::move(names)](std::size_t entry) {
                choices_.player = view_.player = names[entry];
                finish(view_);
            }};
}

} // namespace pixelpass
