// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/options.h"
#include "net/endpoint.h"

namespace pixelpass {

/// The endpoint that --relay, --relay-ca and --bind ask for. Error: Code::usage.
[[nodiscard]] Result<net::EndpointOptions> endpoint_options(const CommonOptions& options);

} // namespace pixelpass
