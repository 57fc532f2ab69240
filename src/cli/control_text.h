// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <sys/types.h>

#include <string>

namespace pixelpass {

/// What a host says of itself, for people: some lines. Throws json::exception if it is of another form than
/// to_json(HostState) has.
[[nodiscard]] std::string describe_state(const nlohmann::json& state);

/// The same in one line.
[[nodiscard]] std::string describe_host(pid_t host, const nlohmann::json& state);

} // namespace pixelpass
