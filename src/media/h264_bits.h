// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>

namespace pixelpass {

/// Reads fields of ITU-T H.264, by the names of their descriptors (7.2), from a payload without emulation
/// prevention. Reads anything: past its end all bits are 0, and over() is true.
class H264BitReader {
public:
    explicit H264BitReader(ByteView rbsp)
        : rbsp_(rbsp) {}

    std::uint32_t u(unsigned bits);
    bool flag() { return u(1) != 0; }
    std::uint32_t ue();
    std::int32_t se();
    void skip(std::size_t bits) { at_ += bits; }

    /// The bits that were read.
    [[nodiscard]] std::size_t position() const { return at_; }
    [[nodiscard]] bool over() const { return at_ > rbsp_.size() * 8; }

private:
    ByteView rbsp_;
    std::size_t at_ = 0;
};

/// Writes such fields.
class H264BitWriter {
public:
    void u(std::uint32_t value, unsigned bits);
    void flag(bool value) { u(value ? 1 : 0, 1); }
    void ue(std::uint32_t value);
    /// The payload with its trailing bits.
    [[nodiscard]] Bytes finish();

private:
    Bytes bytes_;
    unsigned used_ = 0; ///< bits of the last byte; 0: all
};

} // namespace pixelpass
