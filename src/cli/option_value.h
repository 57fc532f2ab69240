// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/cli11_names.h"

#include <string>
#include <vector>

namespace pixelpass {

/// What an option's value is called: its words with bars between them, or what stands for it, as FILE; empty
/// for a flag.
[[nodiscard]] std::string value_name(const CLI::Option& option);

/// The words among an option's values.
[[nodiscard]] std::vector<std::string> value_words(const CLI::Option& option);

} // namespace pixelpass
