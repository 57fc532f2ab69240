// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/options.h"
#include "net/endpoint.h"

namespace pixelpass {

/// The endpoint that --relay, --relay-ca, --bind and --identity ask for; no identity: a new one. Error:
/// Code::usage.
[[nodiscard]] Result<net::EndpointOptions> endpoint_options(const CommonOptions& options,
                                                            const std::string& identity = {});

} // namespace pixelpass
