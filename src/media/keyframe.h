// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <optional>

namespace pixelpass {

/// What stands before the first coded picture of a video unit that a decoder can start from; nothing if it is
/// no such unit. That is, in the forms of docs/protocol.md, "Media": the parameter sets and an IDR picture of
/// H.264, those and an IRAP picture of HEVC, or the sequence header and a key frame of AV1 that is shown. An
/// intra picture alone is not enough. Reads anything, and nothing past its end.
[[nodiscard]] std::optional<ByteView> keyframe_head(Codec codec, ByteView unit);

/// Whether a decoder can start from the unit.
[[nodiscard]] inline bool starts_a_decoder(Codec codec, ByteView unit) {
    return keyframe_head(codec, unit).has_value();
}

} // namespace pixelpass
