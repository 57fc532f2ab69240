// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/cli11_names.h"

#include <string>

namespace pixelpass {

/// What has a shell (`bash`, `zsh` or `fish`) complete the commands and options of `app`, and their values:
/// words, or files.
[[nodiscard]] std::string completions(const CLI::App& app, const std::string& shell);

} // namespace pixelpass
