// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/time_strip.h"

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

} // namespace

void paint_time_strip(RawPicture& picture, std::chrono::nanoseconds time) {
    const auto milliseconds =
        static_cast<std::uint16_t>(std::chrono::floor<std::chrono::milliseconds>(time).count());
    const unsigned gray = milliseconds ^ (milliseconds >> 1U);
    const std::size_t width = picture.size.width / 16;
    const std::size_t height = picture.size.height / 8;
    const auto cell = [&](unsigned column, unsigned row, bool bright) {
        fill(picture.planes[0], {column * width, row * height, width, height}, bright ? white : black);
    };
    for (unsigned bit = 0; bit < 2 * cells_in_row; ++bit)
        cell(bit % cells_in_row, bit / cells_in_row, (gray >> bit) & 1U);
    cell(cells_in_row, 0, true);
    cell(cells_in_row, 1, false);
    const Area colour{0, 0, (cells_in_row + 1) * width / 2, height};
    fill(picture.planes[1], colour, no_colour);
    fill(picture.planes[2], colour, no_colour);
}

} // namespace pixelpass
