// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_pipeline.h"

#include "media/keyframe.h"
#include "support/fake_capturer.h"
#include "support/luma_decoder.h"
#include "support/recording.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::FakeCapturer;
using test::Recording;

VideoSource pattern(const std::string& caps) {
    return {.name = "the pattern",
            .size = {},
            .capturer = nullptr,
            .description = "videotestsrc is-live=true pattern=smpte horizontal-speed=1 ! video/x-raw," + caps,
            .paint = {}};
}

const VideoSettings modest{.frame_rate = 30, .size = {}, .bitrate_kbps = 1000};

class VideoPipelineOf : public testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Encoders, VideoPipelineOf,
                         testing::Values("x264enc", "openh264enc", "x265enc", "av1enc"));

TEST_P(VideoPipelineOf, BeginsWithAKeyframeThatADecoderStartsFrom) {
    Recording recording(pattern("width=320,height=240"), GetParam(), modest);
    const auto units = recording.wait_for(5);
    EXPECT_TRUE(units[0]->keyframe);
    EXPECT_TRUE(starts_a_decoder(units[0]->format->codec, units[0]->payload.view));
    EXPECT_EQ(units[0]->kind, MediaKind::video);
    EXPECT_EQ(units[0]->format->width, 320U);
    EXPECT_EQ(units[0]->format->height, 240U);
    EXPECT_EQ(units[0]->format->frame_rate_milli, 30000U);
    EXPECT_EQ(units[0]->format->bitrate, 1000000U);
    for (const auto& unit : units)
        EXPECT_EQ(unit->format, units[0]->format);
    recording.stop();
    EXPECT_EQ(test::decode(recording.units()).size(), recording.units().size());
}

TEST_P(VideoPipelineOf, HasAKeyframeEachSecond) {
    Recording recording(pattern("width=320,height=240"), GetParam(), modest);
    const auto units = recording.wait_for(65);
    std::size_t last = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
        if (units[i]->keyframe) {
            EXPECT_TRUE(starts_a_decoder(units[i]->format->codec, units[i]->payload.view));
            last = i;
        }
        // A busy machine may repeat some pictures, which do not count.
        EXPECT_LE(i - last, 40U);
    }
}

/// What is hard to encode: a gray for each four pixels, by chance.
CapturedPicture grain(Size size) {
    auto picture = FakeCapturer::gray(size, 0);
    Bytes bytes(picture.stride * size.height);
    std::minstd_rand random; // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    for (unsigned y = 0; y < size.height; y += 2) {
        for (std::size_t x = 0; x < picture.stride; x += 8) {
            const auto gray = static_cast<std::byte>(random() >> 16U);
            for (const auto row : {y * picture.stride, (y + 1) * picture.stride})
                std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(row + x), 8, gray);
        }
    }
    picture.bytes = SharedBytes::of(std::move(bytes));
    return picture;
}

test::Luma luma_of(const CapturedPicture& picture) {
    test::Luma luma{.size = picture.size, .pixels = {}};
    for (std::size_t i = 0; i < picture.bytes.view.size(); i += 4)
        luma.pixels.push_back(
            static_cast<std::uint8_t>(16.5 + std::to_integer<int>(picture.bytes.view[i]) * 219.0 / 255));
    return luma;
}

TEST(VideoPipeline, RefinesAStillPictureThatMotionLeftCoarse) {
    FakeCapturer* capturer = nullptr;
    auto settings = modest;
    settings.bitrate_kbps = 500;
    Recording recording(FakeCapturer::source(capturer), "x264enc", settings);
    auto picture = grain({320, 240});
    const auto expected = luma_of(picture);
    // Some motion first, which uses the rate up, and ends right before a keyframe would be due.
    for (std::uint8_t i = 0; i < 28; ++i) {
        capturer->push(FakeCapturer::gray({320, 240}, i));
        static_cast<void>(recording.wait_for(i + 1U));
    }
    const auto before = recording.units().size();
    capturer->push(std::move(picture));
    static_cast<void>(recording.wait_for(before + 36));
    recording.stop();
    const auto units = recording.units();
    for (auto unit = before + 2; unit < units.size(); ++unit)
        EXPECT_FALSE(units[unit]->keyframe) << unit;
    const auto pictures = test::decode(units);
    ASSERT_EQ(pictures.size(), units.size());
    EXPECT_LT(test::psnr(pictures[before + 1], expected), 35) << "it is no test of anything";
    EXPECT_GT(test::psnr(pictures.back(), expected), 42);
}

TEST_P(VideoPipelineOf, ForcesAKeyframeWithinTwoUnits) {
    Recording recording(pattern("width=320,height=240"), GetParam(), modest);
    EXPECT_TRUE(test::forces_keyframes(recording));
}

TEST_P(VideoPipelineOf, StampsUnitsWithTheTimeOfTheirCapture) {
    Recording recording(pattern("width=320,height=240"), GetParam(), modest);
    auto count = recording.wait_for(10).size();
    for (int round = 0; round < 10; ++round) {
        const auto units = recording.wait_for(++count);
        count = units.size();
        const auto age = Microseconds(g_get_monotonic_time()) - units.back()->pts;
        EXPECT_GE(age, 0us);
        EXPECT_LT(age, 2s); // of this clock, and of now: not of the encoder's 1,000 hours
    }
    const auto units = recording.units();
    for (std::size_t i = 1; i < units.size(); ++i)
        EXPECT_GT(units[i]->pts, units[i - 1]->pts);
}

TEST(VideoPipeline, TellsTheEncoderTheRateThatIsAskedFor) {
    FakeCapturer* capturer = nullptr;
    auto settings = modest;
    settings.frame_rate = 10;
    Recording recording(FakeCapturer::source(capturer), "x264enc", settings);
    capturer->push(FakeCapturer::gray({160, 120}, 100));
    EXPECT_EQ(recording.wait_for(1)[0]->format->frame_rate_milli, 10000U);
}

TEST_P(VideoPipelineOf, GivesThePictureOfAStillSourceAgain) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), GetParam(), modest);
    capturer->push(FakeCapturer::gray({320, 240}, 100));
    static_cast<void>(recording.wait_for(4));
    recording.stop();
    const auto pictures = test::decode(recording.units());
    ASSERT_EQ(pictures.size(), recording.units().size());
    for (const auto& picture : pictures)
        EXPECT_GT(test::psnr(picture, pictures[0]), 35);
}

TEST_P(VideoPipelineOf, ForcesAKeyframeThoughTheSourceIsStill) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), GetParam(), modest);
    capturer->push(FakeCapturer::gray({320, 240}, 100));
    for (std::size_t round = 1; round <= 3; ++round) {
        const auto before = recording.wait_for(2 * round).size();
        recording.pipeline().force_keyframe(video_rendition);
        const auto units = recording.wait_for(before + 2);
        EXPECT_TRUE(units[before]->keyframe || units[before + 1]->keyframe);
    }
}

TEST(VideoPipeline, ReadsAPictureWhereItLiesAndLetsGoOfIt) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), "x264enc", modest);
    // Rows of 64 px within rows of 100, whose rest is white.
    constexpr std::size_t stride = 400;
    auto picture = FakeCapturer::gray({100, 64}, 255);
    Bytes bytes(stride * 64, std::byte{255});
    for (std::size_t row = 0; row < 64; ++row)
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(row * stride), 256, std::byte{0});
    picture.bytes = SharedBytes::of(std::move(bytes));
    picture.size = {64, 64};
    const std::weak_ptr<const void> owner = picture.bytes.owner;
    capturer->push(std::move(picture));
    const auto shown = test::decode(recording.wait_for(2));
    ASSERT_FALSE(shown.empty());
    ASSERT_EQ(shown[0].size, (Size{64, 64}));
    EXPECT_LT(shown[0].at(63, 40), 30);
    EXPECT_TRUE(test::run_until([&] { return owner.expired(); }));
}

TEST(VideoPipeline, DropsAPictureThatItsBytesDoNotHold) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), "x264enc", modest);
    auto cut = FakeCapturer::gray({320, 240}, 200);
    cut.size.height = 241;
    capturer->push(std::move(cut));
    auto narrow = FakeCapturer::gray({320, 240}, 200);
    narrow.stride = 1279;
    capturer->push(std::move(narrow));
    capturer->push(FakeCapturer::gray({64, 64}, 100));
    EXPECT_EQ(recording.wait_for(1)[0]->format->width, 64U);
}

TEST(VideoPipeline, KeepsTheLastPictureOfALostSourceTillAnotherComes) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), "x264enc", modest);
    capturer->push(FakeCapturer::gray({64, 64}, 200));
    static_cast<void>(recording.wait_for(1));
    capturer->lose({.error = {Code::source, "it is gone", ""}});
    EXPECT_EQ(recording.error()->message, "it is gone");
    recording.show_again();
    const auto before = recording.wait_for(recording.units().size() + 2).size();
    capturer->push(FakeCapturer::gray({64, 64}, 20));
    EXPECT_TRUE(test::run_until([&] { return test::newest_picture(recording.units())->at(30, 30) < 60; }));
    EXPECT_GT(test::decode(recording.units())[before - 1].at(30, 30), 150);
}

TEST(VideoPipeline, ScalesToFitAndKeepsTheAspect) {
    auto settings = modest;
    settings.size = Size{400, 400};
    Recording recording(pattern("width=1280,height=720"), "x264enc", settings);
    const auto units = recording.wait_for(2);
    EXPECT_EQ(units[0]->format->width, 400U);
    EXPECT_EQ(units[0]->format->height, 226U);
}

TEST(VideoPipeline, PadsAnOddRowAndColumn) {
    for (const char* encoder : {"x264enc", "openh264enc"}) {
        Recording recording(pattern("format=BGRx,width=321,height=241"), encoder, modest);
        const auto units = recording.wait_for(2);
        EXPECT_EQ(units[0]->format->width, 322U);
        EXPECT_EQ(units[0]->format->height, 242U);
    }
}

TEST(VideoPipeline, IsFourTwoZeroWhateverTheSourceGives) {
    for (const char* format : {"BGRx", "RGBx", "Y444", "GRAY8"}) {
        Recording recording(pattern(std::string("width=320,height=240,format=") + format), "x264enc", modest);
        const auto pictures = test::decode(recording.wait_for(2));
        ASSERT_FALSE(pictures.empty()) << format;
        EXPECT_EQ(pictures[0].size, (Size{320, 240}));
        // High profile at most: 4:4:4 and 10 bit have profiles of their own.
        const auto unit = recording.units()[0]->payload.view;
        for (std::size_t i = 0; i + 4 < unit.size(); ++i) {
            if (unit[i] == std::byte{0} && unit[i + 1] == std::byte{0} && unit[i + 2] == std::byte{1} &&
                (unit[i + 3] & std::byte{0x1F}) == std::byte{7}) {
                EXPECT_LE(std::to_integer<int>(unit[i + 4]), 100) << format;
            }
        }
    }
}

TEST(VideoPipeline, FollowsAChangeOfBitrate) {
    auto noisy = pattern("");
    noisy.description = "videotestsrc is-live=true pattern=snow ! video/x-raw,width=640,height=360";
    auto settings = modest;
    settings.bitrate_kbps = 4000;
    Recording recording(std::move(noisy), "x264enc", settings);
    const auto bytes = [&](std::size_t from, std::size_t to) {
        std::size_t sum = 0;
        const auto units = recording.units();
        for (std::size_t i = from; i < to; ++i)
            sum += units[i]->payload.view.size();
        return sum;
    };
    const auto before = recording.wait_for(60).size();
    recording.pipeline().set_bitrate(video_rendition, 1000);
    const auto after = recording.wait_for(before + 60).size();
    EXPECT_LT(bytes(after - 30, after), bytes(before - 30, before) / 2);
}

TEST(VideoPipeline, FollowsAChangeOfTheSourcesSize) {
    VideoSource source{
        .name = "two patterns",
        .size = {},
        .capturer = nullptr,
        .description =
            "videotestsrc is-live=true num-buffers=10 ! video/x-raw,width=320,height=240,framerate=30/1 "
            "! both. videotestsrc is-live=true ! video/x-raw,width=401,height=301,framerate=30/1 "
            "! both. concat name=both",
        .paint = {}};
    Recording recording(std::move(source), "x264enc", modest);
    ASSERT_TRUE(test::run_until([&] {
        const auto units = recording.units();
        return !units.empty() && units.back()->format->width == 402;
    }));
    const auto units = recording.units();
    EXPECT_EQ(units.front()->format->width, 320U);
    EXPECT_EQ(units.back()->format->height, 302U);
    for (std::size_t i = 1; i < units.size(); ++i) {
        if (units[i]->format != units[i - 1]->format) {
            EXPECT_TRUE(units[i]->keyframe);
        }
    }
}

TEST(VideoPipeline, SaysWhenTheSourceIsUnknown) {
    auto source = pattern("width=320,height=240");
    source.description = "nosuchsrc";
    Recording recording(std::move(source), "x264enc", modest);
    ASSERT_TRUE(recording.error());
    EXPECT_EQ(recording.error()->code, Code::internal);
}

TEST(VideoPipeline, BlamesTheSourceThatFails) {
    auto source = pattern("width=320,height=240,framerate=30/1");
    source.description += " ! identity error-after=5";
    Recording recording(std::move(source), "x264enc", modest);
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->code, Code::source);
    EXPECT_EQ(recording.error()->message.find("the pattern can't be captured: "), 0U);
}

TEST(VideoPipeline, SaysWhenTheSourceEnds) {
    auto source = pattern("width=320,height=240");
    source.description = "videotestsrc is-live=true num-buffers=5 ! video/x-raw,width=320,height=240";
    Recording recording(std::move(source), "x264enc", modest);
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the pattern ended");
    EXPECT_FALSE(recording.units().empty());
}

TEST(VideoPipeline, GivesNothingOnceItIsDestroyed) {
    Recording recording(pattern("width=320,height=240"), "x264enc", modest);
    static_cast<void>(recording.wait_for(3));
    recording.stop();
    const auto count = recording.units().size();
    test::run_until([] { return false; }, 100ms);
    EXPECT_EQ(recording.units().size(), count);
}

TEST(VideoPipeline, KeepsUnitsAliveBeyondItself) {
    std::vector<SharedUnit> units;
    {
        Recording recording(pattern("width=320,height=240"), "x264enc", modest);
        units = recording.wait_for(10);
    }
    EXPECT_GE(test::decode(units).size(), 10U);
}

TEST(VideoPipeline, MayBeDestroyedByItsOwnError) {
    std::unique_ptr<VideoPipeline> pipeline;
    bool destroyed = false;
    auto source = pattern("width=320,height=240");
    source.description += " ! identity error-after=5";
    auto started = VideoPipeline::start(*find_encoder("x264enc"), modest,
                                        {.encoding = {.on_unit = [](const SharedUnit&) {}, .on_failed = {}},
                                         .source = {.on_size = {}, .on_lost = [&](const SourceLoss&) {
                                                        pipeline.reset();
                                                        destroyed = true;
                                                    }}});
    ASSERT_TRUE(started);
    pipeline = std::move(*started);
    ASSERT_TRUE(pipeline->show(source));
    EXPECT_TRUE(test::run_until([&] { return destroyed; }));
}

} // namespace
} // namespace pixelpass
