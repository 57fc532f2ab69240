// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass {

/// Two words for an endpoint id, such as otter-basil, always the same ones, so that a person can tell viewers
/// apart and say which is meant. They are no proof: many ids have the same.
[[nodiscard]] std::string viewer_words(const std::string& id);

} // namespace pixelpass
