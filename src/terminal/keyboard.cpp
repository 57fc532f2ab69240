// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/keyboard.h"

#define NCURSES_NOMACROS 1
#include <glib.h>
#include <ncurses.h>

#include <array>
#include <utility>

namespace pixelpass::terminal {
namespace {

/// Our numbers for the sequences of the modes; curses has its own up to KEY_MAX.
constexpr unsigned focus_in = KEY_MAX + 1;
constexpr unsigned focus_out = KEY_MAX + 2;
constexpr unsigned paste_begin = KEY_MAX + 3;
constexpr unsigned paste_end = KEY_MAX + 4;

constexpr int escape_wait_ms = 25; ///< till Escape is a key by itself, and no sequence
constexpr std::size_t longest_paste = 16'384;

constexpr std::array<std::pair<unsigned, Key::Kind>, 12> codes{{{KEY_UP, Key::Kind::up},
                                                                {KEY_DOWN, Key::Kind::down},
                                                                {KEY_LEFT, Key::Kind::left},
                                                                {KEY_RIGHT, Key::Kind::right},
                                                                {KEY_HOME, Key::Kind::home},
                                                                {KEY_END, Key::Kind::end},
                                                                {KEY_PPAGE, Key::Kind::page_up},
                                                                {KEY_NPAGE, Key::Kind::page_down},
                                                                {KEY_BACKSPACE, Key::Kind::backspace},
                                                                {KEY_DC, Key::Kind::erase},
                                                                {KEY_ENTER, Key::Kind::enter},
                                                                {KEY_BTAB, Key::Kind::up}}};

constexpr std::array<std::pair<char32_t, Key::Kind>, 7> controls{{{U'\r', Key::Kind::enter},
                                                                  {U'\n', Key::Kind::enter},
                                                                  {U'\x1b', Key::Kind::escape},
                                                                  {U'\t', Key::Kind::tab},
                                                                  {U'\x7f', Key::Kind::backspace},
                                                                  {U'\b', Key::Kind::backspace},
                                                                  {U'\x15', Key::Kind::erase_line}}};

Key key_of(Key::Kind kind) {
    Key key;
    key.kind = kind;
    return key;
}

std::optional<Key> read_click() {
    MEVENT event{};
    if (getmouse(&event) != OK || (event.bstate & BUTTON1_PRESSED) == 0)
        return std::nullopt;
    Key key = key_of(Key::Kind::click);
    key.row = event.y;
    key.column = event.x;
    return key;
}

} // namespace

Keyboard::Keyboard() {
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    set_escdelay(escape_wait_ms);
    define_key("\x1b[I", static_cast<int>(focus_in));
    define_key("\x1b[O", static_cast<int>(focus_out));
    define_key("\x1b[200~", static_cast<int>(paste_begin));
    define_key("\x1b[201~", static_cast<int>(paste_end));
    mouseinterval(0);
    mousemask(BUTTON1_PRESSED, nullptr);
}

std::optional<Key> Keyboard::read() {
    wint_t input = 0;
    const int result = get_wch(&input);
    found_ = result != ERR;
    if (!found_)
        return std::nullopt;
    return result == KEY_CODE_YES ? take_code(input) : take_letter(static_cast<char32_t>(input));
}

std::optional<Key> Keyboard::take_letter(char32_t letter) {
    if (paste_) {
        std::array<char, 6> utf8{};
        const int length = g_unichar_to_utf8(letter, utf8.data());
        if (paste_->size() + static_cast<std::size_t>(length) <= longest_paste)
            paste_->append(utf8.data(), static_cast<std::size_t>(length));
        return std::nullopt;
    }
    for (const auto& [control, kind] : controls)
        if (control == letter)
            return key_of(kind);
    Key key;
    key.letter = letter;
    return key;
}

std::optional<Key> Keyboard::take_code(unsigned code) {
    if (code == focus_in || code == focus_out) {
        focused_ = code == focus_in;
        return std::nullopt;
    }
    if (code == paste_begin) {
        paste_.emplace();
        return std::nullopt;
    }
    if (code == paste_end && paste_) {
        Key key = key_of(Key::Kind::paste);
        key.text = *std::exchange(paste_, std::nullopt);
        return key;
    }
    if (code == KEY_MOUSE)
        return read_click();
    for (const auto& [known, kind] : codes)
        if (known == code && !paste_)
            return key_of(kind);
    return std::nullopt;
}

} // namespace pixelpass::terminal
