// SPDX-License-Identifier: MIT OR Apache-2.0
#include "spoiled_picture.h"
#include "faults.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace rigsw {
namespace {

constexpr std::size_t distance = 16; // px to the right; rows are padded by more

void shift(const PictureView& picture) {
    for (unsigned plane = 0; plane < 2; ++plane)
        for (int y = 0; y < picture.layout.height / (plane == 0 ? 1 : 2); ++y) {
            std::uint8_t* row = picture.row(plane, y);
            std::memmove(row + distance, row, picture.layout.width);
        }
}

void swap_colours(const PictureView& picture) {
    for (int y = 0; y < picture.layout.height / 2; ++y) {
        std::uint8_t* row = picture.row(1, y);
        for (int x = 0; x + 1 < picture.layout.width; x += 2)
            std::swap(row[x], row[x + 1]);
    }
}

} // namespace

std::optional<Bytes> spoil(const PictureView& picture) {
    const bool green = has_fault("green"), shifted = has_fault("shift"), swapped = has_fault("swap");
    if (!green && !shifted && !swapped)
        return std::nullopt;
    Bytes spoiled(picture.data, picture.data + picture.layout.data_size);
    const PictureView view{picture.layout, spoiled.data()};
    if (green)
        std::ranges::fill(spoiled, std::uint8_t{0});
    if (shifted)
        shift(view);
    if (swapped)
        swap_colours(view);
    return spoiled;
}

} // namespace rigsw
