// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/h264_bits.h"

#include <bit>

namespace pixelpass {
namespace {

/// Of an Exp-Golomb code (9.1): more would be no number of 32 bits.
constexpr unsigned most_zeros = 31;

} // namespace

std::uint32_t H264BitReader::u(unsigned bits) {
    std::uint32_t value = 0;
    for (; bits > 0; --bits, ++at_) {
        const auto byte = at_ / 8;
        const auto bit =
            byte < rbsp_.size() ? std::to_integer<std::uint32_t>(rbsp_[byte]) >> (7 - at_ % 8) & 1 : 0;
        value = value << 1 | bit;
    }
    return value;
}

std::uint32_t H264BitReader::ue() {
    unsigned zeros = 0;
    while (zeros < most_zeros && !flag())
        ++zeros;
    return (1U << zeros) - 1 + u(zeros);
}

std::int32_t H264BitReader::se() {
    const std::int64_t code = ue();
    return static_cast<std::int32_t>(code % 2 != 0 ? (code + 1) / 2 : -code / 2);
}

void H264BitWriter::u(std::uint32_t value, unsigned bits) {
    while (bits-- > 0) {
        if (used_ == 0)
            bytes_.push_back(std::byte{0});
        bytes_.back() |= static_cast<std::byte>((value >> bits & 1) << (7 - used_));
        used_ = (used_ + 1) % 8;
    }
}

void H264BitWriter::ue(std::uint32_t value) {
    const auto bits = static_cast<unsigned>(std::bit_width(value + 1));
    u(0, bits - 1);
    u(value + 1, bits);
}

Bytes H264BitWriter::finish() {
    flag(true);
    if (used_ != 0)
        u(0, 8 - used_);
    return bytes_;
}

} // namespace pixelpass
