// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_source.h"

namespace pixelpass {

/// What the person chooses in the desktop portal's dialog: a monitor, a window, or a virtual screen, with or
/// without the pointer. The choice is remembered, so that the second share need not ask. Runs the main loop
/// till the person has answered. Code::source if they refuse, or if there is no portal.
Result<VideoSource> open_portal_source(bool cursor, unsigned frame_rate);

/// Forgets what was chosen: the next share asks.
void forget_portal_source();

} // namespace pixelpass
