// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <chrono>
#include <cstdint>
#include <memory>

namespace pixelpass {

using Microseconds = std::chrono::microseconds;

/// For people and for JSON.
[[nodiscard]] inline double to_ms(Microseconds time) { return static_cast<double>(time.count()) / 1000; }

enum class MediaKind : std::uint8_t { video = 0, audio = 1 };

enum class Codec : std::uint8_t { h264 = 0, hevc = 1, av1 = 2, aac = 16, opus = 17 };

/// What a decoder must know of a track before its first access unit.
struct TrackFormat {
    Codec codec = Codec::h264;
    std::uint32_t width = 0;            ///< px; video only
    std::uint32_t height = 0;           ///< px; video only
    std::uint32_t frame_rate_milli = 0; ///< frames per 1,000 s; video only
    std::uint32_t sample_rate = 0;      ///< Hz; audio only
    std::uint32_t channels = 0;         ///< audio only
    std::uint32_t bitrate = 0;          ///< bit/s, the encoder's aim
    Bytes config{}; ///< AAC: AudioSpecificConfig (ISO 14496-3, 1.6.2.1); Opus: OpusHead (RFC 7845, 5.1);
                    ///< video: empty, it is in band

    bool operator==(const TrackFormat&) const = default;
};

/// One encoded picture or audio frame. H.264 and HEVC are in Annex B form, AV1 is a temporal unit in the
/// low-overhead format; each keyframe begins with its parameter sets. AAC is raw, without ADTS; Opus is one
/// packet (RFC 6716). There are no B pictures: the decode order is the PTS order.
struct AccessUnit {
    MediaKind kind = MediaKind::video;
    std::uint64_t rendition = 1; ///< its id in the host's catalog
    bool keyframe = false;       ///< audio frames always are
    Microseconds pts{};          ///< the host's CLOCK_MONOTONIC at capture
    SharedBytes payload;
    std::shared_ptr<const TrackFormat> format; ///< of the track; another pointer means that it changed here
};

/// An access unit that several viewers share.
using SharedUnit = std::shared_ptr<const AccessUnit>;

} // namespace pixelpass
