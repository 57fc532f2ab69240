// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_window.h"

#include "gst/picture_decoder.h"
#include "gst/window_elements.h"
#include "support/recording.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <stdexcept>

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

/// A window and the decoder that it has its pictures from.
struct Player {
    std::unique_ptr<PictureWindow> window;
    std::unique_ptr<PictureDecoder> decoder;

    Player(Codec codec, const std::string& element) {
        auto opened = PictureWindow::open(
            "fakesink", {.on_key = {},
                         .on_closed = [] { ADD_FAILURE() << "nobody closes it"; },
                         .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
        if (!opened)
            throw std::runtime_error(opened.error().message);
        window = std::move(*opened);
        decode_by(codec, element);
    }

    void decode_by(Codec codec, const std::string& element) {
        auto opened =
            PictureDecoder::open(codec, DecoderKind::software, element,
                                 {.on_picture = window->painter(),
                                  .on_failed = [](const std::string& why) { ADD_FAILURE() << why; }});
        if (!opened)
            throw std::runtime_error(opened.error().message);
        decoder = std::move(*opened);
    }
};

class PictureWindowFor : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Encoders, PictureWindowFor, testing::Values("x264enc", "x265enc", "av1enc"));

TEST_P(PictureWindowFor, ShowsEachPictureBeforeTheNextOneComes) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const Player player(codec, window_decoders(codec)->front());
    for (std::size_t i = 0; i < units.size(); ++i) {
        EXPECT_TRUE(player.decoder->offer(*units[i]));
        ASSERT_TRUE(test::run_until([&] { return player.window->shown() == i + 1; })) << "picture " << i;
    }
}

TEST_P(PictureWindowFor, ShowsPicturesByEachDecoder) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto decoders = window_decoders(codec);
    for (const auto& decoder : *decoders) {
        SCOPED_TRACE(decoder);
        const Player player(codec, decoder);
        for (const auto& unit : units)
            ASSERT_TRUE(test::run_until([&] { return player.decoder->offer(*unit); }));
        EXPECT_TRUE(test::run_until([&] { return player.window->shown() > 0; }));
    }
}

TEST_P(PictureWindowFor, ShowsNoPictureThatIsOnlyToBeDecoded) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const auto decoders = window_decoders(codec);
    constexpr std::size_t last = 4;
    for (const auto& decoder : *decoders) {
        SCOPED_TRACE(decoder);
        const Player player(codec, decoder);
        // Not one alone, as some decoders hold pictures back.
        for (std::size_t i = 0; i < units.size(); ++i)
            ASSERT_TRUE(
                test::run_until([&] { return player.decoder->offer(*units[i], i + last >= units.size()); }));
        EXPECT_TRUE(test::run_until([&] { return player.window->shown() > 0; }));
        EXPECT_LE(player.window->shown(), last);
    }
}

TEST_P(PictureWindowFor, ShowsPicturesAgainAfterBrokenOnes) {
    const auto units = record(GetParam());
    const auto codec = find_encoder(GetParam())->codec;
    const Player player(codec, window_decoders(codec)->front());
    std::mt19937 random(7);
    for (const auto& unit : units) {
        Bytes bytes(unit->payload.view.begin(), unit->payload.view.end());
        for (std::size_t i = 0; i < bytes.size(); i += 1 + random() % 64)
            bytes[i] = std::byte(random());
        AccessUnit broken = *unit;
        broken.payload = SharedBytes::of(std::move(bytes));
        ASSERT_TRUE(test::run_until([&] { return player.decoder->offer(broken); }));
    }
    const auto before = player.window->shown();
    for (const auto& unit : units)
        ASSERT_TRUE(test::run_until([&] { return player.decoder->offer(*unit); }));
    EXPECT_TRUE(test::run_until([&] { return player.window->shown() > before; }));
}

TEST(PictureWindow, StaysWhenTheDecoderIsReplaced) {
    const auto units = record("x264enc");
    Player player(Codec::h264, window_decoders(Codec::h264)->front());
    EXPECT_TRUE(player.decoder->offer(*units[0]));
    ASSERT_TRUE(test::run_until([&] { return player.window->shown() == 1; }));
    player.decoder.reset();
    player.decode_by(Codec::h264, window_decoders(Codec::h264)->back());
    for (const auto& unit : units)
        ASSERT_TRUE(test::run_until([&] { return player.decoder->offer(*unit); }));
    EXPECT_TRUE(test::run_until([&] { return player.window->shown() > 1; }));
}

TEST(PictureDecoder, IsTakenToHangIfItGivesNoPictures) {
    const auto units = record("x264enc");
    std::string failure;
    auto decoder = PictureDecoder::open(
        Codec::h264, DecoderKind::software, "identity drop-probability=1 ! avdec_h264",
        {.on_picture = [](GstSample*) {}, .on_failed = [&](const std::string& why) { failure = why; }});
    ASSERT_TRUE(decoder) << decoder.error().message;
    (*decoder)->expect_pictures_within(std::chrono::milliseconds(100));
    EXPECT_TRUE((*decoder)->offer(*units[0]));
    EXPECT_TRUE(test::run_until([&] { return !failure.empty(); }));
    EXPECT_EQ(failure, "it has given no picture for 100 ms");
}

TEST(PictureWindow, TakesNoMoreThanTheDecoderCanTake) {
    const auto units = record("x264enc");
    const Player player(Codec::h264, "identity sleep-time=1000000 ! avdec_h264");
    std::size_t taken = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        for (const auto& unit : units)
            taken += player.decoder->offer(*unit) ? 1 : 0;
    }
    EXPECT_GE(taken, PictureDecoder::most_waiting);
    EXPECT_LE(taken, PictureDecoder::most_waiting + 4);
}

} // namespace
} // namespace pixelpass
