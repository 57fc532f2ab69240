// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// A program that reaches the clipboard.
struct ClipboardTool {
    std::vector<std::string> copy;  ///< reads the text from its standard input
    std::vector<std::string> paste; ///< writes it to its standard output
    std::string_view package;       ///< that has it, by the name in all distributions that we know

    [[nodiscard]] const std::string& name() const { return copy.front(); }
};

/// Those of Wayland, or else of X11, the best first.
[[nodiscard]] std::span<const ClipboardTool> clipboard_tools(bool wayland);

} // namespace pixelpass
