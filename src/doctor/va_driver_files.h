// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/va_check.h"

#include <filesystem>
#include <functional>
#include <span>

namespace pixelpass {

/// The drivers' files in these folders, by path, each loaded to see whether it is one; `is_owned` says
/// whether a package has a file, true where that can't be told. Loading may crash or hang the process.
[[nodiscard]] std::vector<VaDriverFile>
find_va_drivers(std::span<const std::filesystem::path> folders,
                const std::function<bool(const std::filesystem::path&)>& is_owned);

/// Those where libva looks on this machine; its package manager is asked who owns them, unless
/// $LIBVA_DRIVERS_PATH names a place of the person's own.
[[nodiscard]] std::vector<VaDriverFile> find_va_drivers();

} // namespace pixelpass
