// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/codec_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace pixelpass {
namespace {

constexpr std::array start_code{std::byte{0}, std::byte{0}, std::byte{1}};

unsigned number(std::byte byte) { return std::to_integer<unsigned>(byte); }

/// The first NAL unit whose first byte, shifted and masked, is `type`: up to its end or the head's.
ByteView find_nal(ByteView head, unsigned shift, unsigned mask, unsigned type) {
    auto at = head.begin();
    while (true) {
        const auto begin = std::search(at, head.end(), start_code.begin(), start_code.end());
        if (head.end() - begin <= 3)
            return {};
        at = begin + 3;
        if ((number(*at) >> shift & mask) == type)
            return {at, std::search(at, head.end(), start_code.begin(), start_code.end())};
    }
}

/// The first `count` bytes of what a NAL unit carries, without the bytes that keep start codes out of it.
std::optional<Bytes> unescape(ByteView nal, std::size_t count) {
    Bytes bytes;
    unsigned zeros = 0;
    for (const std::byte byte : nal) {
        if (bytes.size() == count)
            break;
        if (zeros >= 2 && byte == std::byte{3}) {
            zeros = 0;
            continue;
        }
        zeros = byte == std::byte{0} ? zeros + 1 : 0;
        bytes.push_back(byte);
    }
    return bytes.size() == count ? std::optional(std::move(bytes)) : std::nullopt;
}

std::optional<std::string> h264_string(ByteView head) {
    constexpr unsigned sps = 7;
    const auto bytes = unescape(find_nal(head, 0, 0x1f, sps), 4);
    if (!bytes)
        return std::nullopt;
    // profile_idc, constraint flags, level_idc (ITU-T H.264, 7.3.2.1.1).
    return fmt::format("avc1.{:02x}{:02x}{:02x}", number((*bytes)[1]), number((*bytes)[2]),
                       number((*bytes)[3]));
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
    const auto bytes = unescape(find_nal(head, 1, 0x3f, sps), 15);
    if (!bytes)
        return std::nullopt;
    const auto at = [&](std::size_t i) { return number((*bytes)[3 + i]); };
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

std::optional<std::string> av1_string(ByteView head) {
    constexpr unsigned sequence_header = 1;
    constexpr unsigned has_extension = 0x04;
    for (std::size_t at = 0; at + 1 < head.size();) {
        const unsigned header = number(head[at]);
        at += (header & has_extension) != 0 ? 2 : 1;
        std::size_t size = 0;
        for (unsigned shift = 0; shift < 56; shift += 7) {
            if (at >= head.size())
                return std::nullopt;
            const unsigned byte = number(head[at++]);
            size |= std::size_t{byte & 0x7fU} << shift;
            if ((byte & 0x80U) == 0)
                break;
        }
        if ((header >> 3U & 0xfU) != sequence_header) {
            if (size > head.size() - at)
                return std::nullopt;
            at += size;
            continue;
        }
        if (head.size() - at < 4)
            return std::nullopt;
        // AV1, 5.5.1: seq_profile (3), still_picture, reduced_still_picture_header, timing_info_present_flag,
        // initial_display_delay_present_flag, operating_points_cnt_minus_1 (5), operating_point_idc (12),
        // then seq_level_idx (5) and seq_tier. Behind timing the level is elsewhere; browsers decode by the
        // stream all the same.
        const std::uint32_t bits = number(head[at]) << 24U | number(head[at + 1]) << 16U |
                                   number(head[at + 2]) << 8U | number(head[at + 3]);
        const auto take = [&](unsigned from, unsigned count) {
            return bits >> (32 - from - count) & ((1U << count) - 1);
        };
        constexpr unsigned usual_level = 8; // 4.0
        const bool plain = take(4, 2) == 0;
        const unsigned level = plain ? take(24, 5) : usual_level;
        return fmt::format("av01.{}.{:02}{}.08", take(0, 3), level,
                           plain && level > 7 && take(29, 1) == 1 ? 'H' : 'M');
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
        return av1_string(head);
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
