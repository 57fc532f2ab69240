// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/grid.h"

#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// Something that can be chosen.
struct MenuEntry {
    char32_t key = 0; ///< that chooses it, too; 0: none
    std::string label;
    std::string detail{};
    std::optional<bool> checked{}; ///< it is one of several that may be, and is or is not
};

/// A question and its answers.
struct MenuPage {
    std::string title;
    std::vector<MenuEntry> entries;
    std::size_t selected = 0;
    std::optional<std::string> input{}; ///< what was typed so far; the first entry stands for it
    std::string notice{};               ///< what is wrong, or has to be known
};

/// The keys of a list's entries: the digits from 1 on, then none.
[[nodiscard]] constexpr char32_t list_key(std::size_t entry) {
    return entry < 9 ? U'1' + static_cast<char32_t>(entry) : U'\0';
}

/// A row of the page that stands for an entry.
struct EntryRow {
    int row = 0;
    std::size_t entry = 0;
};

/// The page, and where on it is what.
struct DrawnMenu {
    terminal::Grid grid;
    std::vector<EntryRow> entries;
};

/// What the menu shows; of many entries those around the selected one. Pure.
[[nodiscard]] DrawnMenu draw_menu(const MenuPage& page, terminal::GridSize size, terminal::Letters letters);

} // namespace pixelpass
