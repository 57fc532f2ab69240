// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass {

/// The versions of this program and of what it stands on, one a line: those that run, where the library
/// tells, else those that it was built with.
[[nodiscard]] std::string versions();

} // namespace pixelpass
