// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/nal_unit.h"

#include <algorithm>
#include <array>

namespace pixelpass {

ByteView::iterator next_start_code(ByteView stream, ByteView::iterator from) {
    constexpr std::array start_code{std::byte{0}, std::byte{0}, std::byte{1}};
    return std::search(from, stream.end(), start_code.begin(), start_code.end());
}

Bytes unescaped(ByteView nal, std::size_t most) {
    Bytes bytes;
    unsigned zeros = 0;
    for (const std::byte byte : nal) {
        if (bytes.size() == most)
            break;
        const bool escape = zeros >= 2 && byte == std::byte{3};
        zeros = byte == std::byte{0} ? zeros + 1 : 0;
        if (!escape)
            bytes.push_back(byte);
    }
    return bytes;
}

} // namespace pixelpass
