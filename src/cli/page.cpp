// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/page.h"

#include "cli/qr_code.h"
#include "cli/ticket_text.h"
#include "terminal/characters.h"

#include <fmt/format.h>

#include <algorithm>

namespace pixelpass {

using terminal::Colour;
using terminal::Grid;

namespace {

constexpr int field_column = 12;
constexpr std::size_t most_sentences = 64;
constexpr int continued = 2; ///< further to the right begins what follows of a sentence

/// A sentence in at most so many lines, of which the last may be longer than the others: it is cut where it
/// is shown.
std::vector<std::string> lines_of(const std::string& sentence, int columns, int most) {
    auto lines = terminal::wrap(sentence, columns);
    while (lines.size() > static_cast<std::size_t>(most)) {
        const auto last = std::move(lines.back());
        lines.pop_back();
        lines.back() += ' ' + last;
    }
    return lines;
}

} // namespace

bool is_too_small(terminal::GridSize size) {
    return size.rows < least_size.rows || size.columns < least_size.columns;
}

Grid small_page(terminal::GridSize size, terminal::Letters letters) {
    Grid grid(size, letters);
    const auto text =
        fmt::format("pixelpass needs {}x{} letters, and this terminal has {}x{} (make it larger)",
                    least_size.columns, least_size.rows, size.columns, size.rows);
    int row = 0;
    for (const auto& line : terminal::wrap(text, size.columns))
        grid.put(row++, 0, line);
    return grid;
}

Grid sheet(terminal::GridSize size, terminal::Letters letters, std::string_view title,
           const std::vector<std::string>& lines, std::string_view keys) {
    Grid grid(size, letters);
    put_title(grid, title, "", {.bold = true});
    int row = 2;
    for (const auto& line : lines)
        if (row < size.rows - 1)
            grid.put(row++, 0, line);
    put_keys(grid, keys);
    return grid;
}

Grid ticket_sheet(terminal::GridSize size, terminal::Letters letters, const std::string& ticket,
                  std::string_view keys) {
    const auto text = terminal::wrap(ticket, size.columns);
    const auto code = qr_lines(ticket_link(ticket), letters == terminal::Letters::utf8);
    const int rows = code ? static_cast<int>(code->size()) : 0;
    const int columns = code ? terminal::columns_of(code->front()) : 0;
    if (!code || rows + 2 > size.rows || columns > size.columns) {
        auto grid = sheet(size, letters, "the ticket: who has it can watch", text, keys);
        grid.put(
            size.rows - 2, 1,
            code ? fmt::format("its qr code takes {}x{} letters: enlarge the terminal, or shrink its letters",
                               columns, rows + 2)
                 : code.error().message);
        return grid;
    }
    Grid grid(size, letters);
    put_title(grid, "the ticket as a qr code: who has it can watch", "", {.bold = true});
    int row = 1;
    for (const auto& line : *code)
        grid.put(row++, (size.columns - columns) / 2, line, {.colour = Colour::paper});
    if (row + static_cast<int>(text.size()) < size.rows)
        for (const auto& line : text)
            grid.put(row++, 0, line);
    put_keys(grid, keys);
    return grid;
}

void put_title(Grid& grid, std::string_view title, std::string_view right, terminal::Style style) {
    const int columns = grid.size().columns;
    const int taken = terminal::columns_of(right);
    grid.put(0, 1, title, style, columns - taken - 3);
    grid.put(0, columns - taken - 1, right);
}

void put_keys(Grid& grid, std::string_view keys, terminal::Style style) {
    const int row = grid.size().rows - 1;
    grid.restyle(row, 0, grid.size().columns, style);
    grid.put(row, 1, keys, style);
}

void put_field(Grid& grid, int row, std::string_view word, std::string_view text, terminal::Style style) {
    grid.put(row, 1, word, {.dim = true});
    grid.put(row, field_column, text, style);
}

void add_sentence(std::vector<std::string>& sentences, const std::string& sentence) {
    sentences.push_back(sentence);
    if (sentences.size() > most_sentences)
        sentences.erase(sentences.begin());
}

int put_sentences(Grid& grid, const std::vector<std::string>& sentences) {
    const int most = std::max(4, grid.size().rows / 6);
    const int rule = grid.size().rows - most - 2;
    grid.rule(rule);
    const int columns = grid.size().columns - 2;
    // The newest first, which win the room.
    std::vector<std::vector<std::string>> shown;
    int taken = 0;
    for (auto at = sentences.rbegin(); at != sentences.rend() && taken < most; ++at) {
        shown.push_back(lines_of(*at, columns - continued, std::min(2, most - taken)));
        taken += static_cast<int>(shown.back().size());
    }
    int row = rule;
    std::ranges::reverse(shown);
    for (const auto& lines : shown)
        for (std::size_t line = 0; line < lines.size(); ++line)
            grid.put(++row, line == 0 ? 1 : 1 + continued, lines[line], {},
                     line == 0 ? columns : columns - continued);
    return rule;
}

} // namespace pixelpass
