// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <limits>

namespace pixelpass {

/// Where the next start code of an Annex B stream (of ITU-T H.264 and H.265 alike) begins, from `from` on;
/// the stream's end if there is none. It has three bytes.
[[nodiscard]] ByteView::iterator next_start_code(ByteView stream, ByteView::iterator from);

/// What a NAL unit carries, without the bytes that keep start codes out of it (7.4.1): all of it, or its
/// first `most` bytes.
[[nodiscard]] Bytes unescaped(ByteView nal, std::size_t most = std::numeric_limits<std::size_t>::max());

} // namespace pixelpass
