// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/grid.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixelpass::terminal {

/// A character and the columns that it takes: 1 or 2. What is set over it belongs to it.
struct Character {
    std::string text;
    int columns = 1;
};

/// The characters of a text in UTF-8; what is not printable is left out, and all of what is no UTF-8. In
/// ASCII each of them is one column.
[[nodiscard]] std::vector<Character> characters_of(std::string_view text, Letters letters);

/// The columns that a text takes.
[[nodiscard]] int columns_of(std::string_view text);

/// As much of a text as fits into so many columns.
[[nodiscard]] std::string fit(std::string_view text, int columns);

/// A text in lines of so many columns, broken at blanks where there are some.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, int columns);

} // namespace pixelpass::terminal
