// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass::test {

/// Where each NAL unit of an Annex B stream begins, at its header byte.
inline std::vector<std::size_t> nal_starts(ByteView stream) {
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i + 3 < stream.size(); ++i) {
        if (stream[i] == std::byte{0} && stream[i + 1] == std::byte{0} && stream[i + 2] == std::byte{1})
            starts.push_back(i + 3);
    }
    return starts;
}

/// Of H.264.
inline unsigned nal_type(std::byte header) { return std::to_integer<unsigned>(header) & 0x1fU; }

/// The bytes of the slice at the end of an access unit in Annex B form.
inline Bytes slice_of(ByteView unit) {
    const auto slice = unit.subspan(nal_starts(unit).back());
    return {slice.begin(), slice.end()};
}

/// The units of an Annex B stream, each of which begins with one of `first` or with `slice`, by the header
/// bytes that the vectors have.
inline std::vector<ByteView> split_annex_b(ByteView stream, std::byte first, std::byte slice) {
    std::vector<std::size_t> begins;
    for (const std::size_t start : nal_starts(stream)) {
        if (stream[start] == first || stream[start] == slice)
            begins.push_back(start - (start >= 4 && stream[start - 4] == std::byte{0} ? 4 : 3));
    }
    begins.push_back(stream.size());
    std::vector<ByteView> units;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i)
        units.push_back(stream.subspan(begins[i], begins[i + 1] - begins[i]));
    return units;
}

/// The temporal units of a stream of OBUs none of which has 16 KiB.
inline std::vector<ByteView> split_obus(ByteView stream) {
    std::vector<ByteView> units;
    std::size_t begin = 0;
    for (std::size_t at = 0; at < stream.size();) {
        if (at > begin && stream[at] == std::byte{0x12}) { // a temporal delimiter
            units.push_back(stream.subspan(begin, at - begin));
            begin = at;
        }
        const auto low = std::to_integer<std::size_t>(stream[at + 1]);
        const auto high = low < 0x80 ? 0 : std::to_integer<std::size_t>(stream[at + 2]);
        at += (low < 0x80 ? 2 : 3) + (low & 0x7fU) + (high << 7U);
    }
    units.push_back(stream.subspan(begin));
    return units;
}

/// The pictures of tests/vectors/tiny.*, in the format's codec, `interval` µs apart from `begin` on. Each
/// third is a keyframe.
inline std::vector<SharedUnit> tiny_video(const std::shared_ptr<const TrackFormat>& format,
                                          Microseconds begin, std::int64_t interval) {
    const std::string name = format->codec == Codec::h264   ? "/tiny.h264"
                             : format->codec == Codec::hevc ? "/tiny.hevc"
                                                            : "/tiny.obu";
    std::ifstream file(PIXELPASS_TEST_VECTORS + name, std::ios::binary);
    const std::vector<char> raw{std::istreambuf_iterator<char>(file), {}};
    const ByteView stream = std::as_bytes(std::span(raw));
    const auto pictures =
        format->codec == Codec::h264   ? split_annex_b(stream, std::byte{0x67}, std::byte{0x41})
        : format->codec == Codec::hevc ? split_annex_b(stream, std::byte{0x40}, std::byte{0x02})
                                       : split_obus(stream);
    std::vector<SharedUnit> units;
    for (const ByteView bytes : pictures) {
        const auto number = static_cast<std::int64_t>(units.size());
        units.push_back(std::make_shared<const AccessUnit>(
            AccessUnit{.kind = MediaKind::video,
                       .keyframe = number % 3 == 0,
                       .pts = begin + Microseconds(interval * number),
                       .payload = SharedBytes::of(Bytes(bytes.begin(), bytes.end())),
                       .format = format}));
    }
    return units;
}

} // namespace pixelpass::test
