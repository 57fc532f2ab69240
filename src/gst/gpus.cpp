// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/gpus.h"

#include "base/read_file.h"

#include <algorithm>
#include <charconv>

namespace pixelpass {
namespace {

/// The number in a file of the form 0x8086.
unsigned read_number(const std::filesystem::path& path) {
    const auto text = read_file(path, 64).value_or("");
    unsigned number = 0;
    if (text.starts_with("0x"))
        std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
    return number;
}

} // namespace

std::vector<Gpu> find_gpus(const std::filesystem::path& folder) {
    std::vector<Gpu> gpus;
    std::error_code none;
    for (auto at = std::filesystem::directory_iterator(folder, none);
         at != std::filesystem::directory_iterator(); at.increment(none)) {
        const auto name = at->path().filename().string();
        if (name.starts_with("renderD"))
            gpus.push_back({.node = name,
                            .vendor = read_number(at->path() / "device/vendor"),
                            .device = read_number(at->path() / "device/device")});
    }
    std::ranges::sort(gpus, {}, &Gpu::node);
    return gpus;
}

} // namespace pixelpass
