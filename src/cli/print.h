// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdio>
#include <string>

namespace pixelpass {

/// Writes all of it, at once. Where nobody reads any more, as when a terminal was closed, nothing happens:
/// the share goes on, and ends as it should.
inline void print(std::FILE* stream, const std::string& text) {
    std::fputs(text.c_str(), stream);
    std::fflush(stream);
}

} // namespace pixelpass
