// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace pixelpass::wire {

/// The application's code with which a connection is closed; docs/protocol.md, "Bye".
enum class CloseCode : std::uint32_t {
    none = 0,
    ended = 1,    ///< the share is over
    full = 2,     ///< all places are taken, or too many ask to be let in
    refused = 3,  ///< the host's person did not let the viewer in
    kicked = 4,   ///< the host's person removed the viewer
    protocol = 5, ///< the peer broke the protocol
    password = 6, ///< the password is wrong
    expired = 7,  ///< the ticket is no longer good
    flood = 16,   ///< the peer broke a bound
};

} // namespace pixelpass::wire
