// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_settings.h"

#include <string>
#include <vector>

namespace pixelpass {

/// Something that can be shared, and how it is asked for.
struct SourceInfo {
    std::string kind; ///< portal, screen, monitor, window or test
    std::string name; ///< of the display or the monitor, or the window's title
    std::string id;   ///< of a window, as 0x1a00003
    Size size;        ///< px; 0x0 if the desktop tells once it is chosen
};

/// All that can be shared on this machine now: of an X display (empty: $DISPLAY), if there is one, and the
/// test picture. Code::source if there is a display that can't be opened.
[[nodiscard]] Result<std::vector<SourceInfo>> list_sources(const std::string& display);

} // namespace pixelpass
