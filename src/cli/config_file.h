// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "cli/cli11_names.h"

#include <string>

namespace pixelpass {

/// Gives the options that the parsed command line has left alone what a TOML file says: of the subcommands in
/// its tables [host] and [view], and of all at its top. `given` is the file; empty: config.toml in
/// $XDG_CONFIG_HOME/pixelpass, which need not be there. Code::usage: it can't be read, or a key or a value is
/// wrong, with its line. The file may be anything.
[[nodiscard]] Result<void> apply_config_file(CLI::App& app, const std::string& given);

} // namespace pixelpass
