// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <string>

namespace pixelpass {

/// What happened, and in brackets what to do about it, if there is anything.
[[nodiscard]] inline std::string in_one_line(const Error& error) {
    return error.hint.empty() ? error.message : error.message + " (" + error.hint + ")";
}

} // namespace pixelpass
