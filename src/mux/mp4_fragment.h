// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstdint>

namespace pixelpass {

/// What an MP4 has to know of one unit. Times are in ticks of its track.
struct Mp4Sample {
    std::uint32_t track = 1; ///< its id
    std::uint64_t time = 0;
    std::uint32_t duration = 0;
    bool keyframe = false;
};

/// A fragment of MP4 with that unit alone (ISO 14496-12, 8.8), for who watches live: libavformat's muxer has
/// no way to give a picture's time and duration before the next one comes. `sequence` grows from fragment to
/// fragment.
[[nodiscard]] Bytes mp4_fragment(std::uint32_t sequence, const Mp4Sample& sample, ByteView payload);

/// The payload in the form that MP4 has it: NAL units behind their lengths in place of start codes (ISO
/// 14496-15), AV1 without its temporal delimiter, all else as it is.
[[nodiscard]] Bytes mp4_payload(Codec codec, ByteView payload);

} // namespace pixelpass
