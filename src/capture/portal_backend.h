// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass {

/// The package with the portal's part for the desktop that we run in, by $XDG_CURRENT_DESKTOP; it has the
/// same name on Debian, Fedora and Arch.
[[nodiscard]] std::string portal_backend_package();

} // namespace pixelpass
