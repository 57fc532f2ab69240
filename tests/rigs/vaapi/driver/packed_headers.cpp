// SPDX-License-Identifier: MIT OR Apache-2.0
#include "packed_headers.h"
#include "buffer_content.h"

#include <algorithm>
#include <span>

namespace rigsw {
namespace {

constexpr unsigned nal_type_mask = 0x1f;
constexpr unsigned access_unit_delimiter = 9;

/// Bytes that can't be taken for a start code.
void append_escaped(Bytes& to, std::span<const std::uint8_t> payload) {
    int zeros = 0;
    for (const auto byte : payload) {
        if (zeros >= 2 && byte <= 3) {
            to.push_back(3);
            zeros = 0;
        }
        to.push_back(byte);
        zeros = byte ? 0 : zeros + 1;
    }
}

} // namespace

bool PackedHeaders::announce(const Buffer& buffer) { return read_content(buffer, announced_); }

void PackedHeaders::take(const Buffer& buffer) {
    if (announced_.type == VAEncPackedHeaderRawData)
        take_raw(buffer);
    has_pps_ |= announced_.type == VAEncPackedHeaderPicture;
}

void PackedHeaders::take_raw(const Buffer& buffer) {
    const std::size_t size = std::min<std::size_t>((announced_.bit_length + 7) / 8, buffer.memory.size);
    const std::span<const std::uint8_t> nal(buffer.memory.data(), size);
    const auto one = std::find_if(nal.begin(), nal.end(), [](auto byte) { return byte != 0; });
    const auto start_code = static_cast<std::size_t>(one - nal.begin()) + 1;
    if (start_code >= size)
        return;
    const bool delimits = (nal[start_code] & nal_type_mask) == access_unit_delimiter;
    Bytes& to = delimits ? delimiters_ : messages_;
    const auto payload = nal.subspan(start_code);
    to.insert(to.end(), nal.begin(), nal.begin() + static_cast<std::ptrdiff_t>(start_code));
    if (announced_.has_emulation_bytes)
        to.insert(to.end(), payload.begin(), payload.end());
    else
        append_escaped(to, payload);
}

} // namespace rigsw
