// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/varint.h"

#include <algorithm>

namespace pixelpass::wire {

void Writer::varint(std::uint64_t value) {
    value = std::min(value, max_varint);
    // The two highest bits of the first byte say whether the number takes 1, 2, 4 or 8 bytes.
    unsigned exponent = 0;
    while (exponent < 3 && value >> ((8U << exponent) - 2U) != 0)
        ++exponent;
    const unsigned length = 1U << exponent;
    value |= std::uint64_t{exponent} << (8U * length - 2U);
    for (unsigned i = length; i-- > 0;)
        out_.push_back(static_cast<std::byte>(value >> (8U * i)));
}

void Writer::bytes(ByteView bytes) {
    varint(bytes.size());
    raw(bytes);
}

std::optional<std::uint64_t> Reader::varint() {
    if (rest_.empty())
        return std::nullopt;
    const auto first = std::to_integer<std::uint64_t>(rest_[0]);
    const std::size_t length = std::size_t{1} << (first >> 6U);
    if (rest_.size() < length)
        return std::nullopt;
    std::uint64_t value = first & 0x3fU;
    for (std::size_t i = 1; i < length; ++i)
        value = value << 8U | std::to_integer<std::uint64_t>(rest_[i]);
    rest_ = rest_.subspan(length);
    return value;
}

std::optional<ByteView> Reader::bytes() {
    Reader ahead = *this;
    const auto length = ahead.varint();
    if (!length || *length > ahead.rest_.size())
        return std::nullopt;
    const ByteView taken = ahead.rest_.first(static_cast<std::size_t>(*length));
    rest_ = ahead.rest_.subspan(taken.size());
    return taken;
}

} // namespace pixelpass::wire
