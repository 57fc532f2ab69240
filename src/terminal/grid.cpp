// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/grid.h"

#include "terminal/characters.h"

#include <algorithm>

namespace pixelpass::terminal {
namespace {

int columns_of(const std::vector<Character>& characters) {
    int columns = 0;
    for (const auto& character : characters)
        columns += character.columns;
    return columns;
}

} // namespace

Grid::Grid(GridSize size, Letters letters)
    : size_{std::max(0, size.rows), std::max(0, size.columns)}
    , letters_(letters)
    , cells_(static_cast<std::size_t>(size_.rows) * static_cast<std::size_t>(size_.columns)) {}

Cell& Grid::cell(int row, int column) {
    return cells_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_.columns) +
                  static_cast<std::size_t>(column)];
}

const Cell& Grid::at(int row, int column) const { return const_cast<Grid*>(this)->cell(row, column); }

int Grid::put(int row, int column, std::string_view text, Style style, int width) {
    if (row < 0 || row >= size_.rows || column < 0 || column >= size_.columns)
        return 0;
    const int room = std::min(width, size_.columns - column);
    auto characters = characters_of(text, letters_);
    if (columns_of(characters) > room) {
        int taken = columns_of(characters);
        while (!characters.empty() && taken > room - 1) {
            taken -= characters.back().columns;
            characters.pop_back();
        }
        if (room > 0)
            characters.push_back({letters_ == Letters::utf8 ? "…" : "~", 1});
    }
    int at = column;
    for (auto& character : characters) {
        cell(row, at) = {std::move(character.text), style};
        if (character.columns == 2)
            cell(row, at + 1) = {"", style};
        at += character.columns;
    }
    return at - column;
}

void Grid::restyle(int row, int column, int width, Style style) {
    if (row < 0 || row >= size_.rows)
        return;
    for (int at = std::max(0, column); at < std::min(size_.columns, column + width); ++at)
        cell(row, at).style = style;
}

void Grid::rule(int row) {
    std::string line;
    for (int column = 0; column < size_.columns; ++column)
        line += "─";
    put(row, 0, line, {.dim = true});
}

std::string Grid::row_text(int row) const {
    std::string text;
    for (int column = 0; column < size_.columns; ++column)
        text += at(row, column).text;
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

} // namespace pixelpass::terminal
