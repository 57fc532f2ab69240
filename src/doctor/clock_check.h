// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"

#include <chrono>

namespace pixelpass {

/// Whether the clock can be believed: one that is far off makes relays' certificates invalid. `kept` says
/// that something corrects it, as far as the kernel knows; `built` is when this program was.
[[nodiscard]] Check judge_clock(std::chrono::sys_seconds now, bool kept, std::chrono::sys_seconds built);

/// The same of this machine's.
[[nodiscard]] Check check_clock();

} // namespace pixelpass
