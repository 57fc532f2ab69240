// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/cli11_names.h"

#include <string>

namespace pixelpass {

/// What the program does, on a terminal of 24 lines by 80 columns: its commands and the options that are used
/// most.
[[nodiscard]] std::string overview(const CLI::App& app);

/// All of a command's options, by groups, in 80 columns.
[[nodiscard]] std::string help_of(const CLI::App& command);

} // namespace pixelpass
