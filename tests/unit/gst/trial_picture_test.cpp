// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace pixelpass {
namespace {

constexpr std::size_t width = trial_picture_size.width;
constexpr std::size_t luma = width * trial_picture_size.height;
constexpr std::size_t chroma = luma / 4;

/// `text` without the numbers in it.
std::string words_of(std::string text) {
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return text;
}

TEST(TrialPicture, MovesAndHasAllColours) {
    const auto first = paint_trial_picture(0);
    EXPECT_EQ(first.size(), luma + 2 * chroma);
    EXPECT_NE(first, paint_trial_picture(1));
    for (const std::size_t plane : {std::size_t{0}, luma, luma + chroma}) {
        const auto begin = first.begin() + static_cast<std::ptrdiff_t>(plane);
        const auto [least, most] = std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(chroma));
        EXPECT_GT(*most - *least, 150);
    }
}

TEST(TrialPicture, PassesWhatDiffersAsMuchAsAnEncoderMakesIt) {
    const auto sent = paint_trial_picture(3);
    auto came = sent;
    EXPECT_EQ(judge_trial_picture(sent, came), "");
    for (std::size_t i = 0; i < came.size(); ++i)
        came[i] = static_cast<std::uint8_t>(came[i] + (i % 3 == 0 ? 12 : 0));
    EXPECT_EQ(judge_trial_picture(sent, came), "");
}

TEST(TrialPicture, KnowsAGreenOne) {
    const TrialPicture zeros(luma + 2 * chroma, 0);
    EXPECT_EQ(judge_trial_picture(paint_trial_picture(0), zeros), "it makes a green picture");
}

TEST(TrialPicture, KnowsAnEmptyOne) {
    const TrialPicture gray(luma + 2 * chroma, 128);
    EXPECT_EQ(judge_trial_picture(paint_trial_picture(0), gray), "it makes an empty picture");
}

TEST(TrialPicture, KnowsSwappedColours) {
    const auto sent = paint_trial_picture(0);
    auto came = sent;
    std::swap_ranges(came.begin() + luma, came.begin() + luma + chroma, came.begin() + luma + chroma);
    EXPECT_EQ(judge_trial_picture(sent, came), "it swaps red and blue");
}

TEST(TrialPicture, KnowsAShiftedOne) {
    const auto sent = paint_trial_picture(0);
    auto came = sent;
    std::rotate(came.begin(), came.begin() + 8 * width + 3, came.begin() + luma);
    EXPECT_EQ(judge_trial_picture(sent, came), "it shifts the picture (3 pixels to the left, 8 up)");
}

TEST(TrialPicture, KnowsOneThatComesLate) {
    EXPECT_EQ(words_of(judge_trial_picture(paint_trial_picture(9), paint_trial_picture(8))),
              "it shifts the picture ( pixels to the right,  down)");
}

TEST(TrialPicture, KnowsOneWithoutColour) {
    const auto sent = paint_trial_picture(0);
    auto came = sent;
    std::fill(came.begin() + luma, came.end(), 128);
    EXPECT_EQ(words_of(judge_trial_picture(sent, came)),
              "its picture is not what went in (brightness  dB, colour  dB, of )");
}

TEST(TrialPicture, MayHaveAnySize) {
    constexpr Size odd{33, 17};
    const TrialPicture gray(std::size_t{33} * 17 + std::size_t{2} * 17 * 9, 128);
    EXPECT_EQ(judge_trial_picture(gray, gray, odd), "");
    EXPECT_EQ(judge_trial_picture(gray, TrialPicture(gray.size(), 0), odd), "it makes a green picture");
}

TEST(TrialPicture, OfStripesIsNotMovedAlongThem) {
    constexpr Size size{256, 256};
    TrialPicture stripes(std::size_t{256} * 256, 0);
    for (std::size_t i = 0; i < stripes.size(); ++i)
        stripes[i] = static_cast<std::uint8_t>(i % 256);
    stripes.resize(std::size_t{256} * 256 * 3 / 2, 100);
    auto faded = stripes;
    std::fill(faded.begin() + 256 * 256, faded.end(), std::uint8_t{200});
    EXPECT_EQ(words_of(judge_trial_picture(stripes, faded, size)),
              words_of("its picture is not what went in (brightness 99 dB, colour 8 dB, of 25)"));
}

} // namespace
} // namespace pixelpass
