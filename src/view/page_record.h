// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pixelpass {

/// What the stream to a page is made of: records, each a head of 24 bytes, all numbers in network order, and
/// its payload. src/view/page/records.js reads them.
///
///     0  u32  bytes of the payload
///     4  u8   kind
///     5  u8   1: a keyframe
///     6  u16  0
///     8  i64  PTS, µs
///    16  i64  when it was written, by CLOCK_MONOTONIC, µs
struct PageRecord {
    enum class Kind : std::uint8_t {
        config = 0,   ///< JSON: what a decoder must know of what follows
        video = 1,    ///< a unit
        audio = 2,    ///< likewise
        fragment = 3, ///< bytes of an MP4
        status = 4,   ///< JSON: how the watch goes
        end = 5,      ///< JSON: why it is over
    };
    static constexpr std::size_t head_size = 24;

    Kind kind = Kind::status;
    bool keyframe = false;
    Microseconds pts{};
    Microseconds written{};
};

/// The record's head, before a payload of so many bytes.
[[nodiscard]] std::array<std::byte, PageRecord::head_size> record_head(const PageRecord& record,
                                                                       std::size_t payload_size);

} // namespace pixelpass
