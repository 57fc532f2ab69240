// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pixelpass {

inline constexpr unsigned intel_vendor = 0x8086;
inline constexpr unsigned nvidia_vendor = 0x10de;

/// A GPU that programs may render with, as the kernel tells of it.
struct Gpu {
    std::string node;    ///< the name of its device node, like renderD128
    unsigned vendor = 0; ///< PCI's number; 0 if it is on no such bus
    unsigned device = 0; ///< likewise
};

/// All there are, by the names of their nodes. `folder` is the kernel's list of graphics devices.
[[nodiscard]] std::vector<Gpu> find_gpus(const std::filesystem::path& folder = "/sys/class/drm");

} // namespace pixelpass
