// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass {

/// Whether a program of that name is in PATH.
[[nodiscard]] bool is_in_path(const std::string& program);

} // namespace pixelpass
