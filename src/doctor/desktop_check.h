// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pixelpass {

/// The desktop's portal, as the session bus shows it.
struct PortalFacts {
    enum class State : std::uint8_t { no_bus, absent, silent, no_screen_cast, ready };
    State state = State::no_bus;
    unsigned version = 0;              ///< of its ScreenCast
    std::vector<std::string> backends; ///< its parts for desktops that are there, as `gnome`
};

/// What there is to take pictures from.
struct DesktopFacts {
    bool wayland = false;
    std::string type;          ///< of the session, as logind named it; may be empty
    std::string desktop;       ///< its name; may be empty
    std::string display;       ///< an X display's name; empty: none
    std::string display_size;  ///< of what it shows; empty if it can't be opened, then
    std::string display_error; ///< says why
    PortalFacts portal;
    std::string portal_package; ///< with the portal's part for this desktop
};

/// Whether the screen can be captured: the session, and the portal that Wayland takes.
[[nodiscard]] Checks judge_desktop(const DesktopFacts& facts, Distribution distribution);

/// Looks at the desktop that we run in; takes some seconds where it does not answer. Runs the main loop.
[[nodiscard]] Checks check_desktop();

} // namespace pixelpass
