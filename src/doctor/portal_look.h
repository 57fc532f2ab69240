// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/desktop_check.h"

namespace pixelpass {

/// Asks the session bus for the portal, and has it started; waits some seconds for an answer. Runs the main
/// loop.
[[nodiscard]] PortalFacts look_at_portal();

} // namespace pixelpass
