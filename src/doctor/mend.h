// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/distribution.h"

#include <string>
#include <string_view>

namespace pixelpass {

/// The command that installs a package on that distribution; on one that we do not know, those of all that we
/// do. Empty if nobody has it.
[[nodiscard]] std::string install_command(Distribution distribution, const PackageNames& names);

/// The same of packages by that distribution's own names, with spaces between them. Empty if there are none.
[[nodiscard]] std::string install_command(Distribution distribution, std::string_view packages);

} // namespace pixelpass
