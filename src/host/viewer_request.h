// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "net/connection.h"

#include <cstdint>
#include <string>

namespace pixelpass {

/// One who has dialled and asks the host's person to be let in.
struct ViewerRequest {
    std::string id;   ///< endpoint id, proven
    std::string name; ///< as the viewer gave it, cleaned; may be empty
    std::string protocol;
    net::PathInfo path;
    Microseconds since{}; ///< when it asked, by monotonic_now()
};

/// What the host's person says to that.
enum class Answer : std::uint8_t { once, always, no };

} // namespace pixelpass
