// SPDX-License-Identifier: MIT OR Apache-2.0
#include "picture_layout.h"

#include <algorithm>
#include <cstring>

namespace rigsw {

std::span<const VAImageFormat> image_formats() {
    static const VAImageFormat all[] = {
        {VA_FOURCC_NV12, VA_LSB_FIRST, 12, 0, 0, 0, 0, 0, {}},
        {VA_FOURCC_BGRX, VA_LSB_FIRST, 32, 24, 0xff0000, 0xff00, 0xff, 0, {}},
        {VA_FOURCC_BGRA, VA_LSB_FIRST, 32, 32, 0xff0000, 0xff00, 0xff, 0xff000000, {}},
        {VA_FOURCC_RGBX, VA_LSB_FIRST, 32, 24, 0xff, 0xff00, 0xff0000, 0, {}},
        {VA_FOURCC_RGBA, VA_LSB_FIRST, 32, 32, 0xff, 0xff00, 0xff0000, 0xff000000, {}},
    };
    return all;
}

std::optional<VAImage> make_layout(std::uint32_t fourcc, int width, int height) {
    const auto formats = image_formats();
    const auto format = std::find_if(formats.begin(), formats.end(),
                                     [fourcc](const auto& each) { return each.fourcc == fourcc; });
    if (format == formats.end())
        return std::nullopt;
    VAImage layout{};
    layout.format = *format;
    layout.width = static_cast<std::uint16_t>(width);
    layout.height = static_cast<std::uint16_t>(height);
    const bool nv12 = is_nv12(layout);
    const auto pitch = static_cast<std::uint32_t>(align(width * (nv12 ? 1 : 4), 64) + 64);
    const auto plane = pitch * static_cast<std::uint32_t>(align(height, 16));
    layout.num_planes = nv12 ? 2 : 1;
    layout.pitches[0] = pitch;
    layout.pitches[1] = nv12 ? pitch : 0;
    layout.offsets[1] = nv12 ? plane : 0;
    layout.data_size = nv12 ? plane * 3 / 2 : plane;
    return layout;
}

VAStatus copy_rectangle(const PictureView& to, Point at, const PictureView& from, Point start, int width,
                        int height) {
    if (to.layout.format.fourcc != from.layout.format.fourcc)
        return VA_STATUS_ERROR_INVALID_IMAGE_FORMAT;
    const auto holds = [=](const VAImage& layout, Point corner) {
        return corner.x >= 0 && corner.y >= 0 && corner.x + width <= layout.width &&
               corner.y + height <= layout.height;
    };
    if (!holds(to.layout, at) || !holds(from.layout, start))
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    const int pixel = is_nv12(to.layout) ? 1 : 4;
    for (int y = 0; y < height; ++y)
        std::memcpy(to.row(0, at.y + y) + at.x * pixel, from.row(0, start.y + y) + start.x * pixel,
                    static_cast<std::size_t>(width * pixel));
    for (int y = 0; is_nv12(to.layout) && y < (height + 1) / 2; ++y)
        std::memcpy(to.row(1, at.y / 2 + y) + (at.x & ~1), from.row(1, start.y / 2 + y) + (start.x & ~1),
                    static_cast<std::size_t>(align(width, 2)));
    return VA_STATUS_SUCCESS;
}

} // namespace rigsw
