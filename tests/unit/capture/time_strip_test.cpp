// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/time_strip.h"

#include "support/read_time_strip.h"

#include <gtest/gtest.h>

#include <vector>

namespace pixelpass {
namespace {

/// A picture of one gray, whose rows are longer than the picture is wide.
class Canvas {
public:
    explicit Canvas(Size size)
        : size_(size)
        , stride_(size.width + 24)
        , luma_(stride_ * size.height, std::byte{100})
        , blue_(stride_ * size.height, std::byte{7})
        , red_(stride_ * size.height, std::byte{9}) {}

    void paint(std::chrono::milliseconds time) {
        auto picture = raw();
        paint_time_strip(picture, time);
    }
    void flash(std::chrono::milliseconds time) {
        auto picture = raw();
        paint_flash(picture, time);
    }

    [[nodiscard]] test::Luma luma() const {
        test::Luma result{.size = size_, .pixels = {}};
        for (unsigned y = 0; y < size_.height; ++y) {
            for (unsigned x = 0; x < size_.width; ++x)
                result.pixels.push_back(std::to_integer<std::uint8_t>(luma_[y * stride_ + x]));
        }
        return result;
    }
    [[nodiscard]] std::byte blue(unsigned x, unsigned y) const { return blue_[y * stride_ + x]; }

private:
    RawPicture raw() {
        return {.size = size_,
                .planes = {Plane{luma_, stride_}, {blue_, stride_}, {red_, stride_}},
                .captured_at = {}};
    }

    Size size_;
    std::size_t stride_;
    std::vector<std::byte> luma_, blue_, red_;
};

TEST(TimeStrip, ReadsAsTheMillisecondsThatWerePainted) {
    Canvas canvas({640, 360});
    for (const int time : {0, 1, 2, 999, 32767, 32768, 65535, 65536 + 17, 123456789}) {
        canvas.paint(std::chrono::milliseconds(time));
        EXPECT_EQ(test::read_time_strip(canvas.luma()), static_cast<std::uint16_t>(time));
    }
}

TEST(TimeStrip, LeavesTheRestOfThePictureAlone) {
    Canvas canvas({640, 360});
    canvas.paint(std::chrono::milliseconds(65535));
    EXPECT_EQ(canvas.luma().at(9 * 40, 10), 100);
    EXPECT_EQ(canvas.luma().at(10, 2 * 45), 100);
    EXPECT_EQ(canvas.blue(9 * 20, 10), std::byte{7});
    EXPECT_EQ(canvas.blue(10, 45), std::byte{7});
}

TEST(TimeStrip, HasNoColour) {
    Canvas canvas({640, 360});
    canvas.paint(std::chrono::milliseconds(1));
    EXPECT_EQ(canvas.blue(0, 0), std::byte{128});
    EXPECT_EQ(canvas.blue(9 * 20 - 1, 44), std::byte{128});
}

TEST(Flash, IsWhiteForATenthOfEachSecondAndElseBlack) {
    Canvas canvas({640, 360});
    for (const auto& [time, luma] : {std::pair{0, 235}, {99, 235}, {100, 16}, {999, 16}, {7000, 235}}) {
        canvas.flash(std::chrono::milliseconds(time));
        EXPECT_EQ(canvas.luma().at(11 * 40, 0), luma) << time;
        EXPECT_EQ(canvas.luma().at(15 * 40 - 1, 2 * 45 - 1), luma) << time;
        EXPECT_EQ(canvas.blue(11 * 20, 0), std::byte{128});
    }
    for (const auto& [x, y] : {std::pair{11U * 40 - 1, 0U}, {15U * 40, 0U}, {11U * 40, 2U * 45}})
        EXPECT_EQ(canvas.luma().at(x, y), 100);
}

} // namespace
} // namespace pixelpass
