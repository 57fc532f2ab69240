// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "net/connection.h"

#include <cstdint>
#include <string>

namespace pixelpass {

/// One who wants to watch, and of whom the host's person is asked.
struct ViewerRequest {
    std::string id;   ///< endpoint id, proven
    std::string name; ///< as the viewer gave it, cleaned; may be empty
    std::string protocol;
    net::PathInfo path;   ///< when it asked
    Microseconds since{}; ///< by boottime_now(), when it asked
};

/// What the host's person says of a request; `always` holds for other shares, too.
enum class Answer : std::uint8_t { once, always, no };

} // namespace pixelpass
