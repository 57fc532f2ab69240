// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "capture/x11_target.h"
#include "gst/video_source.h"

#include <string>

namespace pixelpass {

/// A part of an X display (empty: $DISPLAY), with or without the pointer. Code::source if it is not there or
/// can't be captured. It survives the X server, and comes back with it.
Result<VideoSource> open_x11_source(const std::string& display, const X11Target& target, bool cursor);

} // namespace pixelpass
