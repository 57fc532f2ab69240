// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu_layout.h"

#include "cli/page.h"
#include "terminal/characters.h"

#include <algorithm>

namespace pixelpass {

using terminal::Colour;
using terminal::Grid;

namespace {

constexpr int first_row = 4;
constexpr int detail_column = 44;

/// The end of what was typed, with a place for the next letter.
std::string end_of(const std::string& input, int columns) {
    const auto characters = terminal::characters_of(input, terminal::Letters::utf8);
    std::string end;
    int taken = 1;
    for (auto at = characters.rbegin(); at != characters.rend() && taken + at->columns <= columns; ++at) {
        end.insert(0, at->text);
        taken += at->columns;
    }
    return end + '_';
}

void draw_entry(Grid& grid, int row, const MenuEntry& entry, bool selected, const std::string* input) {
    const int columns = grid.size().columns;
    if (selected)
        grid.put(row, 1, "›", {.bold = true});
    if (entry.key)
        grid.put(row, 3, std::string(1, static_cast<char>(entry.key)), {.dim = true});
    int column = 6;
    if (entry.checked)
        column += grid.put(row, column, *entry.checked ? "[x] " : "[ ] ");
    if (input) {
        column += grid.put(row, column, entry.label + ": ");
        grid.put(row, column, end_of(*input, columns - column - 1), {.colour = Colour::accent});
    } else {
        const int width = entry.detail.empty() ? columns - column - 1 : detail_column - column - 1;
        grid.put(row, column, entry.label, {.bold = selected}, width);
        grid.put(row, detail_column, entry.detail, {.dim = true}, columns - detail_column - 1);
    }
    if (selected)
        grid.restyle(row, 0, columns, {.reverse = true});
}

} // namespace

DrawnMenu draw_menu(const MenuPage& page, terminal::GridSize size, terminal::Letters letters) {
    if (is_too_small(size))
        return {small_page(size, letters), {}};
    DrawnMenu menu{Grid(size, letters), {}};
    put_title(menu.grid, "pixelpass", "", {.colour = Colour::accent, .bold = true});
    menu.grid.rule(1);
    menu.grid.put(2, 1, page.title, {.bold = true});
    const auto room = static_cast<std::size_t>(size.rows - first_row - 4);
    const auto count = page.entries.size();
    const auto shown = std::min(count, room);
    const auto begin = std::min(page.selected - std::min(page.selected, room / 2), count - shown);
    int row = first_row;
    for (auto at = begin; at < begin + shown; ++at) {
        menu.entries.push_back({row, at});
        draw_entry(menu.grid, row++, page.entries[at], at == page.selected,
                   at == 0 && page.input ? &*page.input : nullptr);
    }
    if (shown < count)
        menu.grid.put(row, 3, std::to_string(count) + " in all: the arrows show the others", {.dim = true});
    int notice = size.rows - 3;
    for (const auto& line : terminal::wrap(page.notice, size.columns - 2))
        if (notice < size.rows - 1)
            menu.grid.put(notice++, 1, line, {.colour = Colour::warning});
    const bool checks =
        std::ranges::any_of(page.entries, [](const MenuEntry& entry) { return entry.checked.has_value(); });
    put_keys(menu.grid, checks       ? "↑↓ select · space check · enter go on · escape back"
                        : page.input ? "paste or type it · ctrl-u empty it · enter go on · escape back"
                                     : "↑↓ select · enter go on · escape back");
    return menu;
}

} // namespace pixelpass
