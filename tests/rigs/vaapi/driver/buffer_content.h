// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"

#include <cstring>

namespace rigsw {

/// Reads a structure of libva out of a buffer; false if the buffer is too short.
template <class Structure>
bool read_content(const Buffer& buffer, Structure& out, std::size_t offset = 0) {
    if (buffer.memory.size < offset + sizeof out)
        return false;
    std::memcpy(&out, buffer.memory.data() + offset, sizeof out);
    return true;
}

} // namespace rigsw
