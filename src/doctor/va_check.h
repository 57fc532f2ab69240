// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"
#include "gst/gpus.h"

#include <span>
#include <string>
#include <vector>

namespace pixelpass {

/// A file that says by its name that it is a driver of VA-API.
struct VaDriverFile {
    std::string path;
    std::string name;    ///< of the driver, as `iHD`
    std::string fault;   ///< why it counts for nothing, about the file; empty: it is a driver
    bool orphan = false; ///< no package owns it, where all should have one
};

/// What there is to encode by VA-API with.
struct VaFacts {
    std::vector<Gpu> gpus;
    std::vector<VaDriverFile> drivers;
    std::string wanted; ///< the only one that libva is told to take; empty: what fits the GPU
};

/// Whether the GPUs have their drivers. A file that does not load, or that no package owns, as it was left
/// behind by one that is gone, counts as missing.
[[nodiscard]] Check judge_va_drivers(const VaFacts& facts, Distribution distribution);

/// Looks for the drivers' files and loads each, which may crash or hang the process.
[[nodiscard]] Checks check_va_drivers();

} // namespace pixelpass
