// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/clipboard_tools.h"

#include <array>

namespace pixelpass {

std::span<const ClipboardTool> clipboard_tools(bool wayland) {
    static const std::array<ClipboardTool, 1> of_wayland{
        {{.copy = {"wl-copy", "--type", "text/plain"},
          .paste = {"wl-paste", "--no-newline", "--type", "text"},
          .package = "wl-clipboard"}}};
    static const std::array<ClipboardTool, 2> of_x11{{{.copy = {"xclip", "-selection", "clipboard", "-in"},
                                                       .paste = {"xclip", "-selection", "clipboard", "-out"},
                                                       .package = "xclip"},
                                                      {.copy = {"xsel", "--clipboard", "--input"},
                                                       .paste = {"xsel", "--clipboard", "--output"},
                                                       .package = "xsel"}}};
    return wayland ? std::span<const ClipboardTool>(of_wayland) : of_x11;
}

} // namespace pixelpass
