// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_source.h"

#include <cstdint>
#include <string>

namespace pixelpass {

/// What the user wants to share.
struct SourceRequest {
    enum class Kind : std::uint8_t { automatic, test, x11 };
    Kind kind = Kind::automatic;
    bool cursor = true;
    std::string display; ///< an X display's name; empty: $DISPLAY
};

/// Opens what is to be shared. Code::source says why it can't be.
Result<VideoSource> open_source(const SourceRequest& request);

} // namespace pixelpass
