// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/key.h"

#include <optional>
#include <string>

namespace pixelpass::terminal {

/// What the modes are switched on and off by that curses does not know: bracketed paste, and reports of
/// focus. Terminals pass over what they do not know.
inline constexpr const char* modes_on = "\x1b[?2004h\x1b[?1004h";
inline constexpr const char* modes_off = "\x1b[?1004l\x1b[?2004l";

/// What comes from the terminal, as keys. After curses has begun. Main thread.
class Keyboard {
public:
    /// Asks for a mouse, too, if there is one.
    Keyboard();

    /// The next key that is waiting. Nothing: none is, or what came was none.
    [[nodiscard]] std::optional<Key> read();
    /// Whether the last read() found something, be it a key or not.
    [[nodiscard]] bool found() const { return found_; }
    [[nodiscard]] bool focused() const { return focused_; }

private:
    [[nodiscard]] std::optional<Key> take_letter(char32_t letter);
    [[nodiscard]] std::optional<Key> take_code(unsigned code);

    bool found_ = false;
    bool focused_ = true;
    std::optional<std::string> paste_; ///< what has come of it
};

} // namespace pixelpass::terminal
