// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <filesystem>
#include <string>

namespace pixelpass {

/// Whether a program of that name is in PATH.
[[nodiscard]] bool is_in_path(const std::string& program);

/// Whether there is a file that we may run.
[[nodiscard]] bool is_program(const std::filesystem::path& path);

} // namespace pixelpass
