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

/// As it stands on the page; null: it does not.
const MenuEntry* find(const MenuPage& page, const std::string& name) {
    const auto found = std::find_if(page.entries.begin() + 1, page.entries.end(),
                                    [&](const MenuEntry& entry) { return entry.label == name; });
    return found == page.entries.end() ? nullptr : &*found;
}

} // namespace

MenuPage applications_page() {
    return {.title = "which applications are friends to hear?",
            .entries = {{.key = U'1', .label = "share with those that are checked"}},
            .notice = "looking who plays"};
}

void show_applications(MenuPage& page, const std::vector<ApplicationInfo>& playing,
                       const std::vector<std::string>& remembered) {
    const auto names = names_of(playing);
    std::vector<MenuEntry> entries{page.entries.front()};
    // In the places that they have had, so that nothing moves below a finger.
    for (auto at = page.entries.begin() + 1; at != page.entries.end(); ++at)
        if (has(names, at->label) || at->checked.value_or(false))
            entries.push_back(*at);
    for (const auto& name : names)
        if (!find(page, name))
            entries.push_back({.label = name, .checked = has(remembered, name)});
    for (std::size_t at = 1; at < entries.size(); ++at) {
        entries[at].key = at < 9 ? U'1' + static_cast<char32_t>(at) : U'\0';
        entries[at].detail = has(names, entries[at].label) ? "" : "does not play now, is waited for";
    }
    const auto selected = page.entries[page.selected].label;
    const bool first = page.selected == 0;
    const auto last = entries.size() - 1;
    page.entries = std::move(entries);
    const auto* const kept = first ? &page.entries.front() : find(page, selected);
    page.selected =
        kept ? static_cast<std::size_t>(kept - page.entries.data()) : std::min(page.selected, last);
    page.notice = names.empty() ? "nothing plays now: what begins to play comes onto this page" : "";
}

std::vector<std::string> checked_applications(const MenuPage& page) {
    std::vector<std::string> names;
    for (auto at = page.entries.begin() + 1; at != page.entries.end(); ++at)
        if (at->checked.value_or(false))
            names.push_back(at->label);
    return names;
}

} // namespace pixelpass
