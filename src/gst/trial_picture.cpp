// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace pixelpass {
namespace {

using PlanePart = std::span<const std::uint8_t>;

constexpr unsigned block_side = 16;
constexpr unsigned step = 4; ///< px a picture

/// At a low bitrate and the highest speed encoders reach 30 dB and more; a wrong picture has 10 to 15.
constexpr double least_psnr = 25;

/// A brightness of the block, of all that there are, by a mix of its place that has no pattern.
std::uint8_t shade(unsigned column, unsigned row, unsigned plane) {
    std::uint32_t mixed = column * 0x9E3779B1U + row * 0x85EBCA77U + plane * 0xC2B2AE3DU;
    mixed ^= mixed >> 15;
    mixed *= 0x2C1B3C6DU;
    mixed ^= mixed >> 13;
    return static_cast<std::uint8_t>(16 + mixed % 220);
}

/// Its parts.
struct Planes {
    PlanePart luma;
    PlanePart blue;
    PlanePart red;

    Planes(const TrialPicture& picture, Size size) {
        const std::size_t luma_bytes = std::size_t{size.width} * size.height;
        const std::size_t chroma_bytes = std::size_t{(size.width + 1) / 2} * ((size.height + 1) / 2);
        const PlanePart all(picture);
        luma = all.first(luma_bytes);
        blue = all.subspan(luma_bytes, chroma_bytes);
        red = all.subspan(luma_bytes + chroma_bytes, chroma_bytes);
    }
};

double psnr_of(double square_error) {
    return square_error == 0 ? 99 : 10 * std::log10(255.0 * 255.0 / square_error);
}

double psnr(PlanePart one, PlanePart other) {
    double sum = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        const int difference = int{one[i]} - int{other[i]};
        sum += difference * difference;
    }
    return psnr_of(sum / static_cast<double>(one.size()));
}

bool is_flat(PlanePart plane) {
    const auto [least, most] = std::ranges::minmax_element(plane);
    return *most - *least < 32;
}

double mean(PlanePart plane) {
    double sum = 0;
    for (const auto value : plane)
        sum += value;
    return sum / static_cast<double>(plane.size());
}

struct Shift {
    int right = 0;
    int down = 0;
};

constexpr int farthest_shift = 32;
constexpr int window_side = 64;

/// How well the middle of `came` is that of `sent`, moved.
double psnr_of_middle(PlanePart sent, PlanePart came, Size size, Shift shift) {
    const int left = (static_cast<int>(size.width) - window_side) / 2;
    const int top = (static_cast<int>(size.height) - window_side) / 2;
    double sum = 0;
    for (int y = top; y < top + window_side; ++y) {
        for (int x = left; x < left + window_side; ++x) {
            const auto at = [&size](int column, int row) {
                return static_cast<std::size_t>(row) * size.width + static_cast<std::size_t>(column);
            };
            const int difference = int{came[at(x, y)]} - int{sent[at(x - shift.right, y - shift.down)]};
            sum += difference * difference;
        }
    }
    return psnr_of(sum / (window_side * window_side));
}

/// By how much it is moved; {0, 0} if it is not, or is something else.
Shift find_shift(PlanePart sent, PlanePart came, Size size) {
    constexpr unsigned least_side = window_side + 2 * farthest_shift;
    if (size.width < least_side || size.height < least_side)
        return {};
    Shift best;
    // A picture of stripes looks as if it were moved along them.
    double best_psnr = std::max(least_psnr, psnr_of_middle(sent, came, size, {}));
    for (int down = -farthest_shift; down <= farthest_shift; ++down) {
        for (int right = -farthest_shift; right <= farthest_shift; ++right) {
            const double found = psnr_of_middle(sent, came, size, {right, down});
            if (found > best_psnr) {
                best_psnr = found;
                best = {right, down};
            }
        }
    }
    return best;
}

} // namespace

TrialPicture paint_trial_picture(unsigned number) {
    constexpr auto width = trial_picture_size.width;
    constexpr auto height = trial_picture_size.height;
    TrialPicture picture;
    picture.reserve(std::size_t{width} * height * 3 / 2);
    for (unsigned plane = 0; plane < 3; ++plane) {
        const unsigned scale = plane == 0 ? 1 : 2;
        for (unsigned y = 0; y < height; y += scale) {
            for (unsigned x = 0; x < width; x += scale)
                picture.push_back(shade((x + number * step) / block_side, y / block_side, plane));
        }
    }
    return picture;
}

std::string judge_trial_picture(const TrialPicture& meant, const TrialPicture& came, Size size) {
    const Planes was(meant, size);
    const Planes is(came, size);
    const double luma = psnr(was.luma, is.luma);
    const double colour = std::min(psnr(was.blue, is.blue), psnr(was.red, is.red));
    if (luma >= least_psnr && colour >= least_psnr)
        return "";
    if (is_flat(is.luma))
        return mean(is.blue) < 64 && mean(is.red) < 64 ? "it makes a green picture"
                                                       : "it makes an empty picture";
    if (luma >= least_psnr && psnr(was.blue, is.red) >= least_psnr && psnr(was.red, is.blue) >= least_psnr)
        return "it swaps red and blue";
    if (const auto [right, down] = find_shift(was.luma, is.luma, size); right != 0 || down != 0)
        return fmt::format("it shifts the picture ({} pixels to the {}, {} {})", std::abs(right),
                           right < 0 ? "left" : "right", std::abs(down), down < 0 ? "up" : "down");
    return fmt::format("its picture is not what went in (brightness {:.0f} dB, colour {:.0f} dB, of {:.0f})",
                       luma, colour, least_psnr);
}

} // namespace pixelpass
