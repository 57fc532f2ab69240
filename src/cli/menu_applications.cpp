// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu_applications.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> names_of(const std::vector<ApplicationInfo>& playing) {
    std::vector<std::string> names;
    for (const auto& application : playing)
        if (application.verdict != Verdict::own_player && !application.name.empty() &&
            !has(names, application.name))
            names.push_back(application.name);
    return names;
}

/// The page's own notices, which take the place of one another, but of nothing else that is said.
constexpr const char* looking = "looking who plays";
constexpr const char* none_play = "nothing plays now: what begins to play comes onto this page";
constexpr const char* no_room = "more play than have room here (go back, and come again)";

/// Whoever has ended stays on the page, and names may be anything.
constexpr std::size_t most_entries = 100;

bool is_own(const std::string& notice) {
    return notice.empty() || notice == looking || notice == none_play || notice == no_room;
}

bool stands_on(const MenuPage& page, const std::string& name) {
    return std::any_of(page.entries.begin() + 1, page.entries.end(),
                       [&](const MenuEntry& entry) { return entry.label == name; });
}

const char* detail_of(bool plays, bool checked) {
    return plays ? "" : checked ? "does not play now, is waited for" : "does not play now";
}

} // namespace

MenuPage applications_page() {
    return {.title = "which applications are friends to hear?",
            .entries = {{.key = list_key(0), .label = "share with those that are checked"}},
            .notice = looking};
}

void show_applications(MenuPage& page, const std::vector<ApplicationInfo>& playing,
                       const std::vector<std::string>& remembered) {
    const auto names = names_of(playing);
    bool room = true;
    for (const auto& name : names) {
        if (stands_on(page, name))
            continue;
        room = page.entries.size() < most_entries;
        if (room)
            page.entries.push_back(
                {.key = list_key(page.entries.size()), .label = name, .checked = has(remembered, name)});
    }
    for (auto at = page.entries.begin() + 1; at != page.entries.end(); ++at)
        at->detail = detail_of(has(names, at->label), at->checked.value_or(false));
    if (is_own(page.notice))
        page.notice = names.empty() ? none_play : room ? "" : no_room;
}

void check_application(MenuEntry& application) {
    const bool plays = application.detail.empty();
    const bool checked = !application.checked.value_or(false);
    application.checked = checked;
    application.detail = detail_of(plays, checked);
}

std::vector<std::string> checked_applications(const MenuPage& page) {
    std::vector<std::string> names;
    for (auto at = page.entries.begin() + 1; at != page.entries.end(); ++at)
        if (at->checked.value_or(false))
            names.push_back(at->label);
    return names;
}

} // namespace pixelpass
