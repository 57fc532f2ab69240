// SPDX-License-Identifier: MIT OR Apache-2.0
#include "colours.h"

#include <algorithm>
#include <cmath>

namespace rigsw {
namespace {

int fixed(double value) { return static_cast<int>(std::lround(value * 65536)); }

std::uint8_t clipped(int value) {
    return static_cast<std::uint8_t>(std::clamp((value + 32768) >> 16, 0, 255));
}

} // namespace

Colours::Colours(bool bt709, bool full_range)
    : black_(full_range ? 0 : 16) {
    const double red = bt709 ? .2126 : .299, blue = bt709 ? .0722 : .114, green = 1 - red - blue;
    const double span = full_range ? 1 : 219 / 255., colour_span = full_range ? 1 : 224 / 255.;
    luma_ = {fixed(red * span), fixed(green * span), fixed(blue * span), fixed(black_)};
    const double by_blue = colour_span / (1 - blue) / 2, by_red = colour_span / (1 - red) / 2;
    blue_difference_ = {fixed(-red * by_blue), fixed(-green * by_blue), fixed(colour_span / 2), fixed(128)};
    red_difference_ = {fixed(colour_span / 2), fixed(-green * by_red), fixed(-blue * by_red), fixed(128)};
    of_luma_ = fixed(1 / span);
    red_of_red_ = fixed(2 * (1 - red) / colour_span);
    blue_of_blue_ = fixed(2 * (1 - blue) / colour_span);
    green_of_blue_ = fixed(-2 * blue * (1 - blue) / green / colour_span);
    green_of_red_ = fixed(-2 * red * (1 - red) / green / colour_span);
}

std::uint8_t Colours::weigh(const Weights& weights, const Rgb& colour) {
    return clipped(weights.red * colour.red + weights.green * colour.green + weights.blue * colour.blue +
                   weights.offset);
}

Yuv Colours::to_yuv(const Rgb& colour) const {
    return {weigh(luma_, colour), weigh(blue_difference_, colour), weigh(red_difference_, colour)};
}

Rgb Colours::to_rgb(const Yuv& colour) const {
    const int luma = (colour.luma - black_) * of_luma_;
    const int blue = colour.blue_difference - 128, red = colour.red_difference - 128;
    return {clipped(luma + red_of_red_ * red), clipped(luma + green_of_blue_ * blue + green_of_red_ * red),
            clipped(luma + blue_of_blue_ * blue)};
}

} // namespace rigsw
