// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <optional>
#include <string>

namespace pixelpass {

/// A file of the page that browsers show, as the program has it within itself.
struct PageFile {
    const char* content_type;
    ByteView content; ///< for good
};

/// The file of src/view/page/ of that name; the page itself for an empty one. Nothing if there is none.
[[nodiscard]] std::optional<PageFile> page_file(const std::string& name);

} // namespace pixelpass
