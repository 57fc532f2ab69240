// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/encoder_ladder.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

constexpr Size screen{1920, 1080};

EncodingChoice with(std::string_view encoder, VideoSettings video = {}) {
    video.bitrate_kbps = 4000;
    return {.encoder = find_encoder(encoder), .video = video};
}

std::optional<EncodingChoice> next(const EncodingChoice& now, bool slow, std::string_view missing = {}) {
    return step_down(now, screen, slow, [missing](const EncoderSpec& spec) { return spec.name != missing; });
}

TEST(EncoderLadder, GoesFromHardwareToSoftware) {
    for (const bool slow : {false, true}) {
        const auto choice = next(with("vah264enc"), slow);
        ASSERT_TRUE(choice);
        EXPECT_EQ(choice->encoder->name, "x264enc");
        EXPECT_EQ(choice->video.frame_rate, 30U);
        EXPECT_EQ(choice->video.bitrate_kbps, 4000U);
    }
    EXPECT_EQ(next(with("vah264enc"), false, "x264enc")->encoder->name, "openh264enc");
}

TEST(EncoderLadder, GoesFromSoftwareThatFailsToTheNext) {
    EXPECT_EQ(next(with("x264enc"), false)->encoder->name, "openh264enc");
    EXPECT_FALSE(next(with("x264enc"), false, "openh264enc"));
    EXPECT_FALSE(next(with("openh264enc"), false));
}

TEST(EncoderLadder, AsksLessOfSlowSoftware) {
    auto choice = next(with("x264enc", {.frame_rate = 60, .size = {}, .bitrate_kbps = 0}), true);
    std::vector<unsigned> rates;
    std::vector<unsigned> widths;
    for (; choice; choice = next(*choice, true)) {
        EXPECT_EQ(choice->encoder->name, "x264enc");
        rates.push_back(choice->video.frame_rate);
        widths.push_back(encoded_size(screen, choice->video.size).width);
    }
    EXPECT_EQ(rates, (std::vector<unsigned>{30, 15, 15, 15, 15}));
    EXPECT_EQ(widths, (std::vector<unsigned>{1920, 1920, 1280, 852, 568}));
}

} // namespace
} // namespace pixelpass
