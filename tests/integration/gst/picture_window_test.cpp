// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_window.h"

#include "gst/window_elements.h"
#include "support/recording.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <random>

namespace pixelpass {
namespace {

using test::Recording;

constexpr std::size_t recorded = 20;

/// Pictures in motion, as a host encodes them with `encoder`.
std::vector<SharedUnit> record(const char* encoder) {
    Recording recording({.name = "the pattern",
                         .size = {},
                         .capturer = nullptr,
                         .description = "videotestsrc is-live=true horizontal-speed=1 "
                                        "! video/x-raw,width=320,height=240",
                         .paint = {}},
                        encoder, {.frame_rate = 30, .size = {}, .bitrate_kbps = 1000});
    return recording.wait_for(recorded);
}

std::unique_ptr<PictureWindow> open(Codec codec, const std::string& decoder) {
    auto window =
        PictureWindow::open(codec, decoder, "fakesink",
                            {.on_key = {},
                             .on_closed = [] { ADD_FAILURE() << "nobody closes it"; },
                             .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
    EXPECT_TRUE(window) << window.error().message;
    return window ? std::move(*window) : nullptr;
}

class PictureWindowFor : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Encoders, PictureWindowFor, testing::Values("x264enc", "x265enc", "av1enc"));

TEST_P(PictureWindowFor, ShowsEachPictureBeforeTheNextOneComes) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto window = open(codec, window_decoders(codec)->front());
    ASSERT_TRUE(window);
    for (std::size_t i = 0; i < units.size(); ++i) {
        EXPECT_TRUE(window->offer(*units[i]));
        ASSERT_TRUE(test::run_until([&] { return window->shown() == i + 1; })) << "picture " << i;
    }
}

TEST_P(PictureWindowFor, ShowsPicturesByEachDecoder) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto decoders = window_decoders(codec);
    for (const auto& decoder : *decoders) {
        SCOPED_TRACE(decoder);
        const auto window = open(codec, decoder);
        ASSERT_TRUE(window);
        for (const auto& unit : units)
            ASSERT_TRUE(test::run_until([&] { return window->offer(*unit); }));
        EXPECT_TRUE(test::run_until([&] { return window->shown() > 0; }));
    }
}

TEST_P(PictureWindowFor, ShowsNoPictureThatIsOnlyToBeDecoded) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto decoders = window_decoders(codec);
    constexpr std::size_t last = 4;
    for (const auto& decoder : *decoders) {
        SCOPED_TRACE(decoder);
        const auto window = open(codec, decoder);
        ASSERT_TRUE(window);
        // Not one alone, as some decoders hold pictures back.
        for (std::size_t i = 0; i < units.size(); ++i)
            ASSERT_TRUE(test::run_until([&] { return window->offer(*units[i], i + last >= units.size()); }));
        EXPECT_TRUE(test::run_until([&] { return window->shown() > 0; }));
        EXPECT_LE(window->shown(), last);
    }
}

TEST_P(PictureWindowFor, ShowsPicturesAgainAfterBrokenOnes) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto window = open(codec, window_decoders(codec)->front());
    ASSERT_TRUE(window);
    std::mt19937 random(7);
    for (const auto& unit : units) {
        Bytes bytes(unit->payload.view.begin(), unit->payload.view.end());
        for (std::size_t i = 0; i < bytes.size(); i += 1 + random() % 64)
            bytes[i] = std::byte(random());
        AccessUnit broken = *unit;
        broken.payload = SharedBytes::of(std::move(bytes));
        ASSERT_TRUE(test::run_until([&] { return window->offer(broken); }));
    }
    const auto before = window->shown();
    for (const auto& unit : units)
        ASSERT_TRUE(test::run_until([&] { return window->offer(*unit); }));
    EXPECT_TRUE(test::run_until([&] { return window->shown() > before; }));
}

TEST(PictureWindow, TakesNoMoreThanTheDecoderCanTake) {
    const auto units = record("x264enc");
    const auto window = open(Codec::h264, "identity sleep-time=1000000 ! avdec_h264");
    ASSERT_TRUE(window);
    std::size_t taken = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        for (const auto& unit : units)
            taken += window->offer(*unit) ? 1 : 0;
    }
    EXPECT_GE(taken, PictureWindow::most_waiting);
    EXPECT_LE(taken, PictureWindow::most_waiting + 4);
}

} // namespace
} // namespace pixelpass
