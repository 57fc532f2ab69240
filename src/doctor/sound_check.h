// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"

#include <cstdint>
#include <string>

namespace pixelpass {

/// PipeWire, as it answers.
struct PipeWireFacts {
    enum class State : std::uint8_t { absent, silent, answers };
    State state = State::absent;
    bool installed = false;
    std::string version = {};
    std::string manager = {}; ///< the session manager's name and version; empty: none runs
};

/// Whether sound can be captured and, in a Wayland session, the screen.
[[nodiscard]] Check judge_pipewire(const PipeWireFacts& facts, bool wayland, Distribution distribution);

/// Looks at this session's PipeWire; takes some seconds where it does not answer. Runs the main loop.
[[nodiscard]] Checks check_sound();

} // namespace pixelpass
