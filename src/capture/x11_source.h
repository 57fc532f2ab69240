// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_source.h"

#include <string>

namespace pixelpass {

/// The whole screen of an X display (empty: $DISPLAY), with or without the pointer. Code::source if the
/// display can't be opened. From then on X errors no longer end the process.
Result<VideoSource> open_x11_source(const std::string& display, bool cursor);

} // namespace pixelpass
