// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <string>
#include <vector>

namespace pixelpass {

/// One who watches, or asks to.
struct KnownViewer {
    std::string id;    ///< endpoint id
    std::string words; ///< the two words that stand for it; may be empty
    std::string name;  ///< as it gave it itself; may be empty
};

/// The endpoint id of whom `reference` means: by the id or its beginning, its two words or its name. Viewers
/// choose their names, so whatever fits more than one, in whichever way, fits nobody. Code::usage: nobody or
/// several; says who there are.
[[nodiscard]] Result<std::string> find_viewer(const std::string& reference,
                                              const std::vector<KnownViewer>& known);

} // namespace pixelpass
