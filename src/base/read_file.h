// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace pixelpass {

/// The whole text of a file; nothing if there is none, or it is empty or longer than `longest` bytes.
[[nodiscard]] std::optional<std::string> read_file(const std::string& path, std::size_t longest);

} // namespace pixelpass
