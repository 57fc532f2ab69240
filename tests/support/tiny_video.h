// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <fstream>
#include <iterator>
#include <memory>
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

inline unsigned nal_type(std::byte header) { return std::to_integer<unsigned>(header) & 0x1fU; }

/// The bytes of the slice at the end of an access unit.
inline Bytes slice_of(ByteView unit) {
    const auto slice = unit.subspan(nal_starts(unit).back());
    return {slice.begin(), slice.end()};
}

/// The pictures of tests/vectors/tiny.h264, `interval` µs apart from `begin` on.
inline std::vector<SharedUnit> tiny_video(const std::shared_ptr<const TrackFormat>& format,
                                          Microseconds begin, std::int64_t interval) {
    std::ifstream file(PIXELPASS_TEST_VECTORS "/tiny.h264", std::ios::binary);
    const std::vector<char> raw{std::istreambuf_iterator<char>(file), {}};
    const ByteView stream = std::as_bytes(std::span(raw));
    std::vector<std::size_t> begins; // of access units: at an SPS or a slice that is no IDR
    for (const std::size_t start : nal_starts(stream)) {
        if (const auto type = nal_type(stream[start]); type == 7 || type == 1)
            begins.push_back(start - (start >= 4 && stream[start - 4] == std::byte{0} ? 4 : 3));
    }
    begins.push_back(stream.size());
    std::vector<SharedUnit> units;
    for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
        const auto bytes = stream.subspan(begins[i], begins[i + 1] - begins[i]);
        units.push_back(std::make_shared<const AccessUnit>(
            AccessUnit{.kind = MediaKind::video,
                       .keyframe = nal_type(bytes[nal_starts(bytes).front()]) == 7,
                       .pts = begin + Microseconds(interval * static_cast<std::int64_t>(i)),
                       .payload = SharedBytes::of(Bytes(bytes.begin(), bytes.end())),
                       .format = format}));
    }
    return units;
}

} // namespace pixelpass::test
