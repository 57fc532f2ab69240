// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_settings.h"

#include <string>
#include <variant>

namespace pixelpass {

/// A rectangle of the X screen, in px.
struct Rectangle {
    int x = 0;
    int y = 0;
    Size size;

    bool operator==(const Rectangle&) const = default;
};

/// A monitor by its RandR name, as HDMI-1.
struct X11Monitor {
    std::string name;
};

/// A window by its id (0x… or decimal), by its title, or by a part of the title.
struct X11Window {
    std::string id_or_title;
};

/// What of an X display is captured: the whole screen, a monitor, a window, or a region of the screen.
using X11Target = std::variant<std::monostate, X11Monitor, X11Window, Rectangle>;

} // namespace pixelpass
