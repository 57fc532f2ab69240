// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/password_field.h"

#include "cli/password.h"

#include <glib.h>

#include <array>

namespace pixelpass {

using terminal::Key;

void PasswordField::take(const Key& key) {
    if (key.kind == Key::Kind::letter) {
        std::array<char, 6> utf8{};
        const auto length = static_cast<std::size_t>(g_unichar_to_utf8(key.letter, utf8.data()));
        add({utf8.data(), length});
    } else if (key.kind == Key::Kind::paste) {
        add(key.text);
    } else if (key.kind == Key::Kind::backspace && !text_.empty()) {
        const auto* const begin = text_.data();
        const auto* const last = g_utf8_find_prev_char(begin, begin + text_.size());
        text_.resize(last ? static_cast<std::size_t>(last - begin) : 0);
    } else if (key.kind == Key::Kind::erase_line || key.kind == Key::Kind::escape) {
        text_.clear();
    }
}

void PasswordField::add(std::string_view text) {
    while (!text.empty()) {
        const auto letter = g_utf8_get_char_validated(text.data(), static_cast<gssize>(text.size()));
        const bool valid = letter < 0x110000; // else it says what is wrong
        const auto length = valid ? static_cast<std::size_t>(g_unichar_to_utf8(letter, nullptr)) : 1;
        // Of what is too long the beginning.
        if (text_.size() + length > longest_password)
            return;
        // A line's end may have been copied with it.
        if (valid && letter >= ' ')
            text_ += text.substr(0, length);
        text.remove_prefix(length);
    }
}

std::size_t PasswordField::letters() const {
    return static_cast<std::size_t>(g_utf8_strlen(text_.data(), static_cast<gssize>(text_.size())));
}

} // namespace pixelpass
