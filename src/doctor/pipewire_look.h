// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/sound_check.h"

namespace pixelpass {

/// Connects to this session's PipeWire and asks who it and its session manager are; waits some seconds for an
/// answer. Runs the main loop.
[[nodiscard]] PipeWireFacts look_at_pipewire();

} // namespace pixelpass
