// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/cli11_names.h"
#include "cli/control_request.h"

#include <optional>

namespace pixelpass {

/// `pixelpass ctl`.
struct CtlOptions {
    std::optional<int> host;               ///< pid; nothing: the one that runs
    std::optional<ControlRequest> request; ///< nothing: list the hosts
    bool json = false;
};

/// Has the program take `ctl`, and what belongs to it, into `options`, which must outlive the parsing.
CLI::App* add_ctl(CLI::App& program, CtlOptions& options);

} // namespace pixelpass
