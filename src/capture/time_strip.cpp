// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/time_strip.h"

#include "media/test_signal.h"

#include <algorithm>
#include <cstdint>

namespace pixelpass {
namespace {

constexpr unsigned cells_in_row = 8;
constexpr std::byte black{16};
constexpr std::byte white{235};
constexpr std::byte no_colour{128};

struct Area {
    std::size_t x, y, width, height;
};

void fill(Plane& plane, Area area, std::byte value) {
    for (std::size_t row = area.y; row < area.y + area.height; ++row)
        std::ranges::fill(plane.samples.subspan(row * plane.stride + area.x, area.width), value);
}

/// Gives an area one brightness and no colour.
void fill_gray(RawPicture& picture, Area area, std::byte brightness) {
    fill(picture.planes[0], area, brightness);
    const Area half{area.x / 2, area.y / 2, area.width / 2, area.height / 2};
    fill(picture.planes[1], half, no_colour);
    fill(picture.planes[2], half, no_colour);
}

} // namespace

void paint_time_strip(RawPicture& picture, std::chrono::nanoseconds time) {
    const auto milliseconds =
        static_cast<std::uint16_t>(std::chrono::floor<std::chrono::milliseconds>(time).count());
    const unsigned gray = milliseconds ^ (milliseconds >> 1U);
    const std::size_t width = picture.size.width / 16;
    const std::size_t height = picture.size.height / 8;
    fill_gray(picture, {0, 0, (cells_in_row + 1) * width, 2 * height}, black);
    const auto light = [&](unsigned column, unsigned row) {
        fill(picture.planes[0], {column * width, row * height, width, height}, white);
    };
    for (unsigned bit = 0; bit < 2 * cells_in_row; ++bit) {
        if ((gray >> bit) & 1U)
            light(bit % cells_in_row, bit / cells_in_row);
    }
    light(cells_in_row, 0);
}

void paint_flash(RawPicture& picture, std::chrono::nanoseconds time) {
    constexpr std::size_t first_column = 11;
    constexpr std::size_t columns = 4;
    const std::size_t width = picture.size.width / 16;
    const Area area{first_column * width, 0, columns * width, std::size_t{2} * (picture.size.height / 8)};
    fill_gray(picture, area, is_marked(time) ? white : black);
}

} // namespace pixelpass
