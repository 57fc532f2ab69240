// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace pixelpass::terminal {

/// What a person did at the terminal.
struct Key {
    enum class Kind : std::uint8_t {
        letter,
        enter,
        escape,
        up,
        down,
        left,
        right,
        home,
        end,
        page_up,
        page_down,
        backspace,
        erase,
        erase_line,
        tab,
        click,
        paste,
    };
    Kind kind = Kind::letter;
    char32_t letter = 0;
    std::string text; ///< that was pasted, at most 16 KiB
    int row = 0;      ///< of a click
    int column = 0;   ///< likewise

    [[nodiscard]] bool is(char32_t wanted) const { return kind == Kind::letter && letter == wanted; }
};

} // namespace pixelpass::terminal
