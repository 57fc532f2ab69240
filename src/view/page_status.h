// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass {

struct WatchStatus;

/// How a watch goes, in JSON, for the figures that a page shows.
[[nodiscard]] std::string page_status(const WatchStatus& status);

} // namespace pixelpass
