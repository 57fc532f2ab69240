// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_connection.h"
#include "capture/x11_target.h"

#include <string>
#include <vector>

namespace pixelpass {

/// A monitor as RandR knows it.
struct X11MonitorInfo {
    std::string name;
    Rectangle area; ///< of the screen
};

/// A window that a person knows by its title.
struct X11WindowInfo {
    xcb_window_t id = 0;
    std::string title; ///< printable
    Size size;
};

/// The monitors of a display; none if its RandR is older than 1.5.
[[nodiscard]] std::vector<X11MonitorInfo> list_monitors(const X11Connection& connection);

/// The windows that the window manager manages; where there is none, those on the screen that have a title.
[[nodiscard]] std::vector<X11WindowInfo> list_windows(const X11Connection& connection);

/// The window that is meant: by its id; else whose title is that; else whose title has that in it, upper and
/// lower case alike. Code::source if there is none.
[[nodiscard]] Result<X11WindowInfo> find_window(const X11Connection& connection, const X11Window& wanted);

/// Where a monitor is. Code::source names those that there are if it is none of them.
[[nodiscard]] Result<Rectangle> find_monitor(const X11Connection& connection, const X11Monitor& wanted);

/// Whether the number of a window is meant, and not a title.
[[nodiscard]] bool is_window_id(const X11Window& wanted);

} // namespace pixelpass
