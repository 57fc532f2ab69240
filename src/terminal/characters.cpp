// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/characters.h"

#include "base/printable.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace pixelpass::terminal {
namespace {

/// Marks set over one letter; more are somebody's joke.
constexpr std::size_t longest_character = 16;

/// What stands for our own signs in ASCII.
constexpr std::array<std::pair<gunichar, char>, 16> substitutes{{{U'·', '|'},
                                                                 {U'…', '~'},
                                                                 {U'─', '-'},
                                                                 {U'›', '>'},
                                                                 {U'↑', '^'},
                                                                 {U'↓', 'v'},
                                                                 {U'●', '*'},
                                                                 {U'▁', '_'},
                                                                 {U'▂', '.'},
                                                                 {U'▃', '-'},
                                                                 {U'▄', '='},
                                                                 {U'▅', '+'},
                                                                 {U'▆', '*'},
                                                                 {U'▇', '#'},
                                                                 {U'█', '#'},
                                                                 {U'▏', '|'}}};

std::string in_ascii(const char* begin, const char* end) {
    const gunichar letter = g_utf8_get_char(begin);
    if (letter < 0x80)
        return {begin, end};
    const auto* own = std::ranges::find(substitutes, letter, &std::pair<gunichar, char>::first);
    if (own != substitutes.end())
        return {own->second};
    const std::unique_ptr<char, decltype(&g_free)> like(g_str_to_ascii(std::string(begin, end).c_str(), "C"),
                                                        g_free);
    const bool usable = like && like.get()[0] > ' ' && like.get()[0] < 0x7f;
    return {usable ? like.get()[0] : '?'};
}

} // namespace

std::vector<Character> characters_of(std::string_view text, Letters letters) {
    const std::string shown = printable(bytes_of(text));
    std::vector<Character> characters;
    for (const char* at = shown.c_str(); *at != '\0';) {
        const char* const next = g_utf8_next_char(at);
        const gunichar letter = g_utf8_get_char(at);
        if (!g_unichar_iszerowidth(letter)) {
            if (letters == Letters::ascii)
                characters.push_back({in_ascii(at, next), 1});
            else
                characters.push_back({std::string(at, next), g_unichar_iswide(letter) ? 2 : 1});
        } else if (letters == Letters::utf8 && !characters.empty() &&
                   characters.back().text.size() < longest_character) {
            characters.back().text.append(at, next);
        }
        at = next;
    }
    return characters;
}

int columns_of(std::string_view text) {
    int columns = 0;
    for (const auto& character : characters_of(text, Letters::utf8))
        columns += character.columns;
    return columns;
}

std::string fit(std::string_view text, int columns) {
    std::string fitting;
    for (const auto& character : characters_of(text, Letters::utf8)) {
        columns -= character.columns;
        if (columns < 0)
            break;
        fitting += character.text;
    }
    return fitting;
}

std::vector<std::string> wrap(std::string_view text, int columns) {
    std::vector<std::string> lines;
    std::string line;
    int taken = 0;
    for (const auto& character : characters_of(text, Letters::utf8)) {
        if (taken + character.columns > columns && !line.empty()) {
            const auto blank = line.rfind(' ');
            std::string rest = blank == std::string::npos ? "" : line.substr(blank + 1);
            lines.push_back(line.substr(0, blank));
            line = std::move(rest);
            taken = columns_of(line);
        }
        line += character.text;
        taken += character.columns;
    }
    if (!line.empty())
        lines.push_back(line);
    return lines;
}

} // namespace pixelpass::terminal
