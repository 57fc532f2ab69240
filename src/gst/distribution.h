// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"

#include <cstdint>
#include <string_view>

namespace pixelpass {

/// The families of distributions whose packages we know by name.
enum class Distribution : std::uint8_t { other, debian, arch, fedora };

/// That of the text of an os-release(5) file: by its ID, else by the first known in its ID_LIKE.
[[nodiscard]] Distribution distribution_of(std::string_view os_release);

/// That of this machine.
[[nodiscard]] Distribution this_distribution();

/// The package's name there; empty if we know none.
[[nodiscard]] std::string_view package_in(Distribution distribution, const PackageNames& names);

} // namespace pixelpass
