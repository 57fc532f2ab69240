// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/key.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace pixelpass {

/// A password as far as it is typed: whole letters of UTF-8, no longer than longest_password.
class PasswordField {
public:
    /// What keys do to it: letters and pastes go to its end, Backspace takes the last letter, Ctrl-U and
    /// Escape take all.
    void take(const terminal::Key& key);
    [[nodiscard]] bool empty() const { return text_.empty(); }
    /// How many letters it has.
    [[nodiscard]] std::size_t letters() const;
    /// Gives it, and is empty.
    [[nodiscard]] std::string take_text() { return std::exchange(text_, {}); }

private:
    void add(std::string_view text);

    std::string text_;
};

} // namespace pixelpass
