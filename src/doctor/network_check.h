// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "net/endpoint.h"

#include <cstdint>

namespace pixelpass {

/// Whether this machine itself lets a packet out by UDP, before any network is asked.
enum class UdpExit : std::uint8_t { open, no_route, forbidden };

/// What is known of the ways out.
struct NetworkFacts {
    UdpExit exit = UdpExit::open;
    bool relay_wanted = true;
    bool own_relay = false; ///< the person's: it need not answer by UDP
    net::NetReport report;
};

/// Whether friends can reach this machine: UDP, the home relay, and what NAT lets through.
[[nodiscard]] Checks judge_network(const NetworkFacts& facts);

/// Opens an endpoint as a share would, and waits some seconds for what it finds out. Runs the main loop.
[[nodiscard]] Checks check_network(const net::EndpointOptions& options);

} // namespace pixelpass
