// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace pixelpass::wire {

/// The largest number that a varint holds.
inline constexpr std::uint64_t max_varint = (std::uint64_t{1} << 62) - 1;

/// Puts values behind each other. Numbers are QUIC's variable-length integers (RFC 9000, section 16).
class Writer {
public:
    /// Larger numbers than max_varint are written as max_varint.
    void varint(std::uint64_t value);
    /// The length, then the bytes.
    void bytes(ByteView bytes);
    void string(std::string_view text) { bytes(bytes_of(text)); }
    /// The bytes alone.
    void raw(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }

    [[nodiscard]] Bytes take() { return std::move(out_); }

private:
    Bytes out_;
};

/// Takes values off the front of bytes that a peer wrote; nothing is read past the end.
class Reader {
public:
    explicit Reader(ByteView bytes)
        : rest_(bytes) {}

    /// Nothing, and nothing is taken, if the number is not there whole.
    [[nodiscard]] std::optional<std::uint64_t> varint();
    /// A length and as many bytes. Nothing if they are not there whole.
    [[nodiscard]] std::optional<ByteView> bytes();
    [[nodiscard]] ByteView rest() const { return rest_; }

private:
    ByteView rest_;
};

} // namespace pixelpass::wire
