// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace rigsw {

struct Rgb {
    int red = 0;
    int green = 0;
    int blue = 0;
};

struct Yuv {
    std::uint8_t luma = 0;
    std::uint8_t blue_difference = 0;
    std::uint8_t red_difference = 0;
};

/// Conversion between RGB and YUV of 8 bits, in 16.16 fixed point.
class Colours {
public:
    /// By BT.709 or else BT.601, luma from 0 to 255 or else from 16 to 235.
    Colours(bool bt709, bool full_range);

    [[nodiscard]] Yuv to_yuv(const Rgb& colour) const;
    [[nodiscard]] Rgb to_rgb(const Yuv& colour) const;

private:
    struct Weights {
        int red, green, blue, offset;
    };
    static std::uint8_t weigh(const Weights& weights, const Rgb& colour);

    int black_; ///< the luma of black
    Weights luma_, blue_difference_, red_difference_;
    int of_luma_, red_of_red_, blue_of_blue_, green_of_blue_, green_of_red_;
};

} // namespace rigsw
