// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/password_field.h"

#include "cli/password.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using terminal::Key;

Key letter(char32_t typed) { return {.kind = Key::Kind::letter, .letter = typed, .text = {}}; }

Key paste(const std::string& text) { return {.kind = Key::Kind::paste, .text = text}; }

Key key(Key::Kind kind) { return {.kind = kind, .text = {}}; }

TEST(PasswordField, TakesLettersAndPastesWithoutTheirLinesEnds) {
    PasswordField field;
    field.take(letter(U'ü'));
    field.take(paste("a€ b\r\n"));
    EXPECT_EQ(field.letters(), 5U);
    EXPECT_EQ(field.take_text(), "üa€ b");
    EXPECT_TRUE(field.empty());
}

TEST(PasswordField, LosesLettersByTheKeysForThat) {
    PasswordField field;
    field.take(key(Key::Kind::backspace));
    field.take(paste("aü€"));
    field.take(key(Key::Kind::backspace));
    field.take(key(Key::Kind::backspace));
    EXPECT_EQ(field.letters(), 1U);
    for (const auto kind : {Key::Kind::erase_line, Key::Kind::escape}) {
        field.take(letter('b'));
        field.take(key(kind));
        EXPECT_TRUE(field.empty());
    }
}

TEST(PasswordField, CutsNoLetterInTwo) {
    PasswordField field;
    field.take(paste(std::string(longest_password - 2, 'a') + "€b"));
    EXPECT_EQ(field.letters(), longest_password - 2);
    EXPECT_EQ(field.take_text(), std::string(longest_password - 2, 'a'));
    field.take(paste(std::string(longest_password - 3, 'a') + "€b"));
    EXPECT_EQ(field.letters(), longest_password - 2);
    EXPECT_TRUE(field.take_text().ends_with("€"));
}

TEST(PasswordField, TakesNothingThatIsNoText) {
    PasswordField field;
    field.take(paste("a\xe2\x82"));
    field.take(paste("\xff\xe2\x82 b"));
    EXPECT_EQ(field.letters(), 3U);
    EXPECT_EQ(field.take_text(), "a b");
}

} // namespace
} // namespace pixelpass
