// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/read_file.h"

#include <fstream>

namespace pixelpass {

std::optional<std::string> read_file(const std::string& path, std::size_t longest) {
    std::ifstream file(path, std::ios::binary);
    std::string text(longest + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return file.eof() && !text.empty() && text.size() <= longest ? std::optional(text) : std::nullopt;
}

} // namespace pixelpass
