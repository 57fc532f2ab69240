// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// What was chosen in the menu the last time: the next time that is what Enter takes, if it is still there.
struct MenuChoices {
    bool views = false;      ///< else shares
    std::string source_kind; ///< as SourceInfo has it
    std::string source_name; ///< likewise
    std::string sound;       ///< `system`, `all`, `none` or `apps`
    std::vector<std::string> apps;
    std::string player;

    friend bool operator==(const MenuChoices&, const MenuChoices&) = default;
};

/// Reads what text() wrote. It may be anybody's: what is not understood, no text, or longer than a name is,
/// is as if it were not there.
[[nodiscard]] MenuChoices parse_choices(std::string_view text);

/// In lines, for a StateFile.
[[nodiscard]] std::string text_of(const MenuChoices& choices);

} // namespace pixelpass
