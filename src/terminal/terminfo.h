// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <optional>
#include <string>

namespace pixelpass::terminal {

/// What gives the terminal of stdout back after curses has had it, for somebody who may not ask curses.
/// Nothing, if $TERM is one on which text can't be placed.
[[nodiscard]] std::optional<std::string> restoring_text();

} // namespace pixelpass::terminal
