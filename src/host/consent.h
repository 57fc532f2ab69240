// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What one who has the ticket needs besides to watch.
struct Consent {
    bool approve = false;                  ///< the host's person is asked of each who is not allowed already
    std::vector<std::string> allowed = {}; ///< endpoint ids; without `approve`: nobody else
    std::optional<std::string> password = {};        ///< that a viewer proves to know
    std::optional<std::chrono::seconds> expiry = {}; ///< from the start on; then nobody new gets in
};

} // namespace pixelpass
