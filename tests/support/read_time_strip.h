// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "support/luma_decoder.h"

#include <cstdint>
#include <optional>

namespace pixelpass::test {

/// The milliseconds, modulo 2^16, of a picture's time strip; nothing if it can't be read for sure.
inline std::optional<std::uint16_t> read_time_strip(const Luma& picture) {
    const unsigned width = picture.size.width / 16;
    const unsigned height = picture.size.height / 8;
    const auto cell = [&](unsigned column, unsigned row) {
        return picture.at(column * width + width / 2, row * height + height / 2);
    };
    if (cell(8, 0) < 180 || cell(8, 1) > 75)
        return std::nullopt;
    unsigned code = 0;
    for (unsigned bit = 0; bit < 16; ++bit) {
        const auto value = cell(bit % 8, bit / 8);
        if (value > 90 && value < 165)
            return std::nullopt;
        code |= (value >= 128 ? 1U : 0U) << bit;
    }
    for (unsigned shift = 8; shift; shift /= 2)
        code ^= code >> shift;
    return static_cast<std::uint16_t>(code);
}

} // namespace pixelpass::test
