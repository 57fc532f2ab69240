// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/host_state.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace pixelpass {

// What is known of a share as scripts are told, by events and by the control socket: pixelpass(1), OUTPUT.

[[nodiscard]] nlohmann::json guard_json(const Guard& guard);
[[nodiscard]] nlohmann::json source_json(const std::string& name, const SourceState& state);
[[nodiscard]] nlohmann::json encoder_json(const EncodingChoice& encoding);
[[nodiscard]] nlohmann::json sound_json(const std::string& description, const Heard& heard);
[[nodiscard]] nlohmann::json to_json(const ViewerStatus& viewer);
[[nodiscard]] nlohmann::json to_json(const std::vector<ViewerStatus>& viewers);
[[nodiscard]] nlohmann::json to_json(const std::vector<VideoRate>& videos);
/// One who asks to be let in.
[[nodiscard]] nlohmann::json to_json(const ViewerRequest& request);
/// All of it: docs/control.md, "status".
[[nodiscard]] nlohmann::json to_json(const HostState& state);

} // namespace pixelpass
