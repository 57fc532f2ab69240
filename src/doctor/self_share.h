// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "media/access_unit.h"

#include <optional>
#include <string>

namespace pixelpass {

/// What came of a share of the test picture to a viewer on this machine.
struct SelfShareFacts {
    std::optional<Error> failure; ///< the share or the way to it
    std::string encoder;          ///< that made the picture
    unsigned pictures = 0;        ///< that have come
    unsigned compared = 0;        ///< of these, decoded and looked at
    std::string picture_fault;    ///< what is wrong with the last of them; empty: nothing
    std::string sound_fault;      ///< likewise, with the tone
    std::string undecodable;      ///< why pictures can't be compared here; empty: they can
    Microseconds delay{};         ///< from capture to the decoded picture, median
};

[[nodiscard]] Check judge_self_share(const SelfShareFacts& facts);

/// Shares the test picture and its tone with a viewer in this process, over iroh and loopback, and compares
/// what comes with what was sent. Takes some seconds. Runs the main loop.
[[nodiscard]] Checks check_self_share();

} // namespace pixelpass
