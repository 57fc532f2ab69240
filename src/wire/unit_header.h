// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace pixelpass::wire {

/// What stands before the payload of an access unit on its uni-stream; docs/protocol.md, "Media".
struct UnitHeader {
    MediaKind kind = MediaKind::video;
    std::uint64_t rendition = 0;
    std::uint64_t sequence = 0; ///< of the viewer and the track
    bool keyframe = false;
    Microseconds pts{};

    bool operator==(const UnitHeader&) const = default;
};

/// A header and where the payload begins.
struct DecodedUnit {
    UnitHeader header;
    std::size_t payload_offset = 0;
};

/// What stands before the payload; a PTS below 0 is written as 0.
[[nodiscard]] Bytes encode(const UnitHeader& header);

/// All that stands before padding; docs/protocol.md, "Padding".
[[nodiscard]] Bytes padding_header();

/// Reads the head of a whole uni-stream; nothing if it is of a kind that is not known, and to be ignored.
/// Error: Code::refused, if it can't be read.
[[nodiscard]] Result<std::optional<DecodedUnit>> decode_unit(ByteView stream);

} // namespace pixelpass::wire
