// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <va/va.h>

#include <cstdint>
#include <optional>
#include <span>

namespace rigsw {

constexpr int min_side = 16;
constexpr int max_side = 4096;

/// The formats of pictures that the driver knows.
std::span<const VAImageFormat> image_formats();

/// How a picture of the driver's own lies in memory, in VAImage's terms; none if the format is unknown. Rows
/// are padded beyond the width on purpose, so that code that ignores the pitch shows.
std::optional<VAImage> make_layout(std::uint32_t fourcc, int width, int height);

/// `value`, up to the next multiple of `unit`.
constexpr int align(int value, int unit) { return (value + unit - 1) / unit * unit; }

inline bool is_nv12(const VAImage& layout) { return layout.format.fourcc == VA_FOURCC_NV12; }

/// A picture in memory that somebody else keeps.
struct PictureView {
    const VAImage& layout;
    std::uint8_t* data;

    [[nodiscard]] std::uint8_t* row(unsigned plane, int y) const {
        return data + layout.offsets[plane] + static_cast<std::size_t>(y) * layout.pitches[plane];
    }
};

struct Point {
    int x = 0;
    int y = 0;
};

/// Copies width x height pixels between pictures of one format.
VAStatus copy_rectangle(const PictureView& to, Point at, const PictureView& from, Point start, int width,
                        int height);

} // namespace rigsw
