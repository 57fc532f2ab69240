// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/codec_string.h"

#include "media/nal_unit.h"
#include "media/obu.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace pixelpass {
namespace {

unsigned number(std::byte byte) { return std::to_integer<unsigned>(byte); }

/// The first NAL unit whose first byte, shifted and masked, is `type`: up to its end or the head's.
ByteView find_nal(ByteView head, unsigned shift, unsigned mask, unsigned type) {
    auto at = head.begin();
    while (true) {
        const auto begin = next_start_code(head, at);
        if (head.end() - begin <= 3)
            return {};
        at = begin + 3;
        if ((number(*at) >> shift & mask) == type)
            return {at, next_start_code(head, at)};
    }
}

std::optional<std::string> h264_string(ByteView head) {
    constexpr unsigned sps = 7;
    const auto bytes = unescaped(find_nal(head, 0, 0x1f, sps), 4);
    if (bytes.size() < 4)
        return std::nullopt;
    // profile_idc, constraint flags, level_idc (ITU-T H.264, 7.3.2.1.1).
    return fmt::format("avc1.{:02x}{:02x}{:02x}", number(bytes[1]), number(bytes[2]), number(bytes[3]));
}

std::uint32_t reversed(std::uint32_t bits) {
    std::uint32_t result = 0;
    for (int i = 0; i < 32; ++i, bits >>= 1U)
        result = result << 1U | (bits & 1U);
    return result;
}

std::optional<std::string> hevc_string(ByteView head) {
    constexpr unsigned sps = 33;
    // Two bytes of header, one up to the profile_tier_level, and its twelve (ITU-T H.265, 7.3.3).
    const auto bytes = unescaped(find_nal(head, 1, 0x3f, sps), 15);
    if (bytes.size() < 15)
        return std::nullopt;
    const auto at = [&](std::size_t i) { return number(bytes[3 + i]); };
    constexpr std::array spaces{"", "A", "B", "C"};
    const std::uint32_t compatible = at(1) << 24U | at(2) << 16U | at(3) << 8U | at(4);
    std::string text = fmt::format("hev1.{}{}.{:X}.{}{}", spaces.at(at(0) >> 6U), at(0) & 0x1fU,
                                   reversed(compatible), (at(0) & 0x20U) != 0 ? 'H' : 'L', at(11));
    std::size_t constraints = 6;
    while (constraints > 0 && at(4 + constraints) == 0)
        --constraints;
    for (std::size_t i = 1; i <= constraints; ++i)
        text += fmt::format(".{:X}", at(4 + i));
    return text;
}

/// Of a sequence header.
std::optional<std::string> av1_string(ByteView payload) {
    if (payload.size() < 4)
        return std::nullopt;
    // AV1, 5.5.1: seq_profile (3), still_picture, reduced_still_picture_header, timing_info_present_flag,
    // initial_display_delay_present_flag, operating_points_cnt_minus_1 (5), operating_point_idc (12),
    // then seq_level_idx (5) and seq_tier. Behind timing the level is elsewhere; browsers decode by the
    // stream all the same.
    const std::uint32_t bits =
        number(payload[0]) << 24U | number(payload[1]) << 16U | number(payload[2]) << 8U | number(payload[3]);
    const auto take = [&](unsigned from, unsigned count) {
        return bits >> (32 - from - count) & ((1U << count) - 1);
    };
    constexpr unsigned usual_level = 8; // 4.0
    const bool plain = take(4, 2) == 0;
    const unsigned level = plain ? take(24, 5) : usual_level;
    return fmt::format("av01.{}.{:02}{}.08", take(0, 3), level,
                       plain && level > 7 && take(29, 1) == 1 ? 'H' : 'M');
}

std::optional<std::string> av1_head_string(ByteView head) {
    constexpr unsigned sequence_header = 1;
    for (ByteView rest = head; !rest.empty();) {
        const auto obu = take_obu(rest);
        if (!obu)
            return std::nullopt;
        if (obu->type == sequence_header)
            return av1_string(obu->payload);
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string> video_codec_string(Codec codec, ByteView head) {
    switch (codec) {
    case Codec::h264:
        return h264_string(head);
    case Codec::hevc:
        return hevc_string(head);
    case Codec::av1:
        return av1_head_string(head);
    case Codec::aac:
    case Codec::opus:
        break;
    }
    return std::nullopt;
}

std::string audio_codec_string(const TrackFormat& format) {
    if (format.codec == Codec::opus)
        return "opus";
    // The object type: the first five bits of the AudioSpecificConfig.
    return fmt::format("mp4a.40.{}", format.config.empty() ? 2U : number(format.config.front()) >> 3U);
}

} // namespace pixelpass
