// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_settings.h"

#include <algorithm>
#include <cmath>

namespace pixelpass {
namespace {

constexpr unsigned smallest_side = 16;

unsigned even_side(double side) { return std::max(smallest_side, static_cast<unsigned>(side) & ~1U); }

} // namespace

Size encoded_size(Size source, std::optional<Size> limit) {
    const double width = source.width + source.width % 2;
    const double height = source.height + source.height % 2;
    double scale = 1;
    if (limit && source.width && source.height)
        scale = std::min({1.0, limit->width / width, limit->height / height});
    if (scale == 1)
        return {even_side(width), even_side(height)};
    // To the nearest even number, as flooring would bend the aspect twice as much; never past the limit.
    const auto side = [&](double length, unsigned most) {
        return even_side(std::min(2 * std::round(length * scale / 2), static_cast<double>(most)));
    };
    return {side(width, limit->width), side(height, limit->height)};
}

unsigned default_bitrate_kbps(Size size, unsigned frame_rate) {
    // 4 Mbit/s for 720p30; larger and faster pictures need less for each pixel, as more of them are alike.
    const double rate = static_cast<double>(size.width) * size.height * frame_rate;
    const double kbps = 4000 * std::pow(rate / (1280.0 * 720 * 30), 0.75);
    return static_cast<unsigned>(std::clamp(std::round(kbps / 100) * 100, 500.0, 40000.0));
}

} // namespace pixelpass
