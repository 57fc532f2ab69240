// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_record.h"

namespace pixelpass {

std::array<std::byte, PageRecord::head_size> record_head(const PageRecord& record, std::size_t payload_size) {
    std::array<std::byte, PageRecord::head_size> head{};
    const auto put = [&](std::size_t at, unsigned bytes, std::uint64_t value) {
        for (; bytes > 0; --bytes)
            head.at(at++) = static_cast<std::byte>(value >> 8U * (bytes - 1));
    };
    put(0, 4, payload_size);
    put(4, 1, static_cast<std::uint64_t>(record.kind));
    put(5, 1, record.keyframe ? 1 : 0);
    put(8, 8, static_cast<std::uint64_t>(record.pts.count()));
    put(16, 8, static_cast<std::uint64_t>(record.written.count()));
    return head;
}

} // namespace pixelpass
