// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/network_check.h"

namespace pixelpass {

/// Sends a packet to addresses that nobody has (RFC 5737, RFC 3849), and sees whether this machine lets it
/// go: its own firewall and its routes say so at once.
[[nodiscard]] UdpExit look_at_udp_exit();

} // namespace pixelpass
