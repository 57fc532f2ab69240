// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <sys/types.h>

#include <string>

namespace pixelpass {

/// What a host says of itself, for people: some lines. Throws json::exception if it is of another form than
/// to_json(HostState) has.
[[nodiscard]] std::string describe_state(const nlohmann::json& state);

/// What it shows, and to how many.
[[nodiscard]] std::string describe_source(const nlohmann::json& state);

/// The same in a line of a list of hosts.
[[nodiscard]] std::string describe_host(pid_t host, const nlohmann::json& state);

} // namespace pixelpass
