// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass::terminal {

/// What a colour means; a terminal without colours shows none of them. Paper is white on black, also where
/// all else is black on white.
enum class Colour : std::uint8_t { normal, good, warning, bad, accent, paper };

/// How a cell looks.
struct Style {
    Colour colour = Colour::normal;
    bool bold = false;
    bool dim = false;
    bool reverse = false;

    friend bool operator==(const Style&, const Style&) = default;
};

/// Which letters a terminal shows, by the locale.
enum class Letters : std::uint8_t { ascii, utf8 };

/// Rows and columns of a terminal.
struct GridSize {
    int rows = 0;
    int columns = 0;

    friend bool operator==(const GridSize&, const GridSize&) = default;
};

/// One place of a grid.
struct Cell {
    std::string text = " "; ///< one character; empty: the right half of the wide one to the left
    Style style;

    friend bool operator==(const Cell&, const Cell&) = default;
};

/// What a terminal is to show. Pure; any thread.
class Grid {
public:
    /// A blank one. A size below zero is zero.
    Grid(GridSize size, Letters letters);

    [[nodiscard]] GridSize size() const { return size_; }
    [[nodiscard]] Letters letters() const { return letters_; }

    /// Writes UTF-8 from there to the right, in at most `width` columns, of which the last tells that more
    /// would follow. What can't be shown, and what is outside, is left out. Gives the columns that were
    /// written.
    int put(int row, int column, std::string_view text, Style style = {},
            int width = std::numeric_limits<int>::max());
    /// Gives `width` cells another style.
    void restyle(int row, int column, int width, Style style);
    /// A line from edge to edge.
    void rule(int row);

    /// Within the grid only.
    [[nodiscard]] const Cell& at(int row, int column) const;
    /// A row's text without what is blank at its end.
    [[nodiscard]] std::string row_text(int row) const;

private:
    [[nodiscard]] Cell& cell(int row, int column);

    GridSize size_;
    Letters letters_;
    std::vector<Cell> cells_;
};

} // namespace pixelpass::terminal
