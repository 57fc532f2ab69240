// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <string>
#include <string_view>

namespace pixelpass {

/// Whether both are the same, but for the case of ASCII letters.
[[nodiscard]] bool equal_but_for_case(std::string_view one, std::string_view other);

/// Whether `name` is, but for case, the application's name, binary, pid, Flatpak id or the last part of that,
/// or the node's name.
[[nodiscard]] bool is_called(const GraphNode& node, std::string_view name);

/// What a person calls who plays there; is_called() knows it again.
[[nodiscard]] std::string application_name(const GraphNode& node);

} // namespace pixelpass
