// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <array>
#include <cstdint>

namespace pixelpass {

/// One form in which a kind can be had, made once for all who want it. The id is that of the host's catalog.
struct Rendition {
    MediaKind kind = MediaKind::video;
    std::uint64_t id = 1;
    bool operator==(const Rendition&) const = default;
};

/// All that a host of ours may offer; the first of a kind is its own choice.
inline constexpr Rendition video_rendition{MediaKind::video, 1};
inline constexpr Rendition half_rendition{MediaKind::video, 2}; ///< half as wide and high
inline constexpr Rendition aac_rendition{MediaKind::audio, 1};
inline constexpr Rendition opus_rendition{MediaKind::audio, 2};
inline constexpr std::array all_renditions{video_rendition, half_rendition, aac_rendition, opus_rendition};

[[nodiscard]] inline Rendition rendition_of(const AccessUnit& unit) { return {unit.kind, unit.rendition}; }

} // namespace pixelpass
