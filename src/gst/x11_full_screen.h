// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace pixelpass {

/// Has the window manager of $DISPLAY make that window fill the screen, or no longer (EWMH, _NET_WM_STATE).
/// False if there is none that can. Blocks till the X server answers.
[[nodiscard]] bool toggle_x11_full_screen(std::uint32_t window);

} // namespace pixelpass
