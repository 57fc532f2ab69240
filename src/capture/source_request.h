// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "capture/x11_target.h"
#include "gst/video_source.h"

#include <cstdint>
#include <functional>
#include <string>

namespace pixelpass {

/// What the user wants to share.
struct SourceRequest {
    enum class Kind : std::uint8_t { automatic, test, x11, portal };
    Kind kind = Kind::automatic;
    bool cursor = true;
    unsigned frame_rate = 30; ///< that is wanted at most
    std::string display;      ///< an X display's name; empty: $DISPLAY
    X11Target target;         ///< on X11; the portal's dialog asks the user instead
    bool forget = false;      ///< what was chosen in the portal's dialog before
};

/// Opens what is to be shared; runs the main loop while the user is asked. Code::source says why it can't be,
/// Code::usage that the request does not fit this desktop.
Result<VideoSource> open_source(const SourceRequest& request);

/// Whether the desktop that we run in is a Wayland one.
[[nodiscard]] bool in_wayland_session();

} // namespace pixelpass
