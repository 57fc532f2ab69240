// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <optional>
#include <string>

namespace pixelpass {

/// What a browser calls the codec of pictures that begin with `head`, which keyframe_head() gives: RFC 6381
/// with ISO 14496-15, annex E, for H.264 and HEVC, and AV1's binding to ISOBMFF, section 5. Nothing if the
/// head is cut short. Reads anything, and nothing past its end.
[[nodiscard]] std::optional<std::string> video_codec_string(Codec codec, ByteView head);

/// The same of sound, by its format.
[[nodiscard]] std::string audio_codec_string(const TrackFormat& format);

} // namespace pixelpass
