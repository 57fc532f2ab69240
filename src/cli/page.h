// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/grid.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// Below this size no page has room; it says so instead.
inline constexpr terminal::GridSize least_size{24, 80};

[[nodiscard]] bool is_too_small(terminal::GridSize size);
/// What is shown then.
[[nodiscard]] terminal::Grid small_page(terminal::GridSize size, terminal::Letters letters);

/// A page of lines, from edge to edge, below a title; those that have no room are left out.
[[nodiscard]] terminal::Grid sheet(terminal::GridSize size, terminal::Letters letters, std::string_view title,
                                   const std::vector<std::string>& lines, std::string_view keys);

/// A ticket as a QR code of a link to it, and as text where there is room for both. If there is none for the
/// code, the text alone, and what size the code would take.
[[nodiscard]] terminal::Grid ticket_sheet(terminal::GridSize size, terminal::Letters letters,
                                          const std::string& ticket, std::string_view keys);

/// The first row: what this is, and what is to be seen at its right end.
void put_title(terminal::Grid& grid, std::string_view title, std::string_view right, terminal::Style style);
/// The last row: what the keys do, or a question.
void put_keys(terminal::Grid& grid, std::string_view keys, terminal::Style style = {.reverse = true});
/// A row with a word and what is so of it.
void put_field(terminal::Grid& grid, int row, std::string_view word, std::string_view text,
               terminal::Style style = {});
/// Keeps a sentence that was said, and forgets the oldest of many.
void add_sentence(std::vector<std::string>& sentences, const std::string& sentence);
/// A rule and the newest sentences below it, above the last row, each in two lines at most. Gives the row of
/// the rule.
int put_sentences(terminal::Grid& grid, const std::vector<std::string>& sentences);

} // namespace pixelpass
