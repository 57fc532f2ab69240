// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <array>
#include <string_view>

namespace pixelpass {

/// Those of the picture.
inline constexpr std::array video_codecs{Codec::h264, Codec::hevc, Codec::av1};

/// What people call the codec.
[[nodiscard]] constexpr std::string_view codec_name(Codec codec) {
    switch (codec) {
    case Codec::h264:
        return "H.264";
    case Codec::hevc:
        return "HEVC";
    case Codec::av1:
        return "AV1";
    case Codec::aac:
        return "AAC";
    case Codec::opus:
        return "Opus";
    }
    return "?";
}

/// What options and events call the codec.
[[nodiscard]] constexpr std::string_view codec_word(Codec codec) {
    switch (codec) {
    case Codec::h264:
        return "h264";
    case Codec::hevc:
        return "hevc";
    case Codec::av1:
        return "av1";
    case Codec::aac:
        return "aac";
    case Codec::opus:
        return "opus";
    }
    return "?";
}

} // namespace pixelpass
