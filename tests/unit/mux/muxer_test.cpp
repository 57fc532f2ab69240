// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/muxer.h"

#include "demux.h"
#include "media/sound_format.h"
#include "support/picture_decoder.h"
#include "support/tiny_video.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>

namespace pixelpass {
namespace {

using test::DemuxedUnit;

class Muxing : public testing::TestWithParam<Container> {
protected:
    Bytes out;
    MuxTracks tracks{.video = std::make_shared<const TrackFormat>(TrackFormat{.width = 64, .height = 48}),
                     .audio = std::make_shared<const TrackFormat>(aac_format())};
    std::vector<SharedUnit> pictures =
        test::tiny_video(tracks.video, Microseconds(5'000'000'000'000), 33'333);

    std::unique_ptr<Muxer> make(const MuxTracks& with) {
        auto made = Muxer::create(
            GetParam(), with, [this](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); });
        EXPECT_TRUE(made) << made.error().message;
        return std::move(*made);
    }

    AccessUnit sound(Microseconds pts, int mark, std::size_t size = 60) const {
        return {.kind = MediaKind::audio,
                .keyframe = true,
                .pts = pts,
                .payload = SharedBytes::of(Bytes(size, static_cast<std::byte>(mark))),
                .format = tracks.audio};
    }

    /// Whether `needle` has been written.
    [[nodiscard]] bool has(const Bytes& needle) const {
        return std::search(out.begin(), out.end(), needle.begin(), needle.end()) != out.end();
    }
};

/// The pictures of each codec in a container that has a place for it.
class MuxingOf : public testing::TestWithParam<std::tuple<Container, Codec>> {
protected:
    Bytes out;
    std::shared_ptr<const TrackFormat> format = std::make_shared<const TrackFormat>(
        TrackFormat{.codec = std::get<Codec>(GetParam()), .width = 64, .height = 48});
    std::vector<SharedUnit> pictures = test::tiny_video(format, Microseconds(1), 33'333);

    std::unique_ptr<Muxer> make() {
        auto made =
            Muxer::create(std::get<Container>(GetParam()), {.video = format, .audio = nullptr},
                          [this](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); });
        EXPECT_TRUE(made) << made.error().message;
        return std::move(*made);
    }
};

constexpr std::array held_codecs{
    std::tuple{Container::mpegts, Codec::h264},   std::tuple{Container::mpegts, Codec::hevc},
    std::tuple{Container::matroska, Codec::h264}, std::tuple{Container::matroska, Codec::hevc},
    std::tuple{Container::matroska, Codec::av1},  std::tuple{Container::mp4, Codec::h264},
    std::tuple{Container::mp4, Codec::hevc},      std::tuple{Container::mp4, Codec::av1}};

INSTANTIATE_TEST_SUITE_P(All, MuxingOf, testing::ValuesIn(held_codecs));

TEST_P(MuxingOf, HoldsNoPictureBackAndMarksKeyframes) {
    const auto muxer = make();
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        ASSERT_TRUE(muxer->push(*pictures[i]));
        const auto units = test::demux(out);
        ASSERT_EQ(units.size(), i + 1);
        if (std::get<Container>(GetParam()) != Container::mpegts) {
            EXPECT_EQ(units[i].keyframe, pictures[i]->keyframe);
        }
    }
}

TEST_P(MuxingOf, KeepsAllThatADecoderNeeds) {
    const auto muxer = make();
    for (const auto& picture : pictures)
        ASSERT_TRUE(muxer->push(*picture));
    const auto units = test::demux(out);
    ASSERT_EQ(units.size(), pictures.size());
    std::vector<ByteView> packets;
    std::vector<ByteView> originals;
    for (std::size_t i = 0; i < units.size(); ++i) {
        packets.emplace_back(units[i].packet);
        originals.push_back(pictures[i]->payload.view);
    }
    const auto id = test::av_codec(format->codec);
    EXPECT_EQ(units[0].codec, id);
    const auto luma = test::decode_luma(id, units[0].config, packets);
    EXPECT_EQ(luma.size(), pictures.size());
    EXPECT_EQ(luma, test::decode_luma(id, {}, originals));
}

TEST_P(MuxingOf, SurvivesHostileKeyframes) {
    std::mt19937 random(1); // NOLINT: the same each time
    for (int round = 0; round < 200; ++round) {
        out.clear();
        const auto muxer = make();
        for (const auto& picture : pictures) {
            AccessUnit hostile = *picture;
            Bytes bytes(hostile.payload.view.begin(), hostile.payload.view.end());
            for (int i = 0; i < 8; ++i)
                bytes[random() % std::min<std::size_t>(bytes.size(), 120)] = static_cast<std::byte>(random());
            bytes.resize(random() % bytes.size());
            hostile.payload = SharedBytes::of(std::move(bytes));
            (void)muxer->push(hostile); // an error or not, but no crash
        }
        EXPECT_LT(out.size(), 1U << 20);
    }
}

INSTANTIATE_TEST_SUITE_P(Containers, Muxing,
                         testing::Values(Container::mpegts, Container::matroska, Container::mp4),
                         [](const auto& each) {
                             return each.param == Container::mpegts     ? "mpegts"
                                    : each.param == Container::matroska ? "matroska"
                                                                        : "mp4";
                         });

TEST_P(Muxing, HoldsNoUnitBack) {
    const auto muxer = make(tracks);
    const auto begin = pictures.front()->pts;
    std::size_t pictures_seen = 0;
    std::size_t sounds_seen = 0;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        ASSERT_TRUE(muxer->push(*pictures[i]));
        ASSERT_TRUE(muxer->push(sound(begin + Microseconds(33'333 * i + 100), 0x40 + static_cast<int>(i))));
        EXPECT_TRUE(has(Bytes(60, static_cast<std::byte>(0x40 + i)))) << "sound " << i << " is held back";
        const auto units = test::demux(out);
        pictures_seen =
            static_cast<std::size_t>(std::ranges::count(units, MediaKind::video, &DemuxedUnit::kind));
        sounds_seen =
            static_cast<std::size_t>(std::ranges::count(units, MediaKind::audio, &DemuxedUnit::kind));
        EXPECT_EQ(pictures_seen, i + 1);
        EXPECT_EQ(sounds_seen, i + 1);
    }
}

TEST_P(Muxing, BeginsAtAKeyframeAndAtTimeZero) {
    const auto muxer = make(tracks);
    ASSERT_TRUE(muxer->push(sound(pictures[3]->pts - Microseconds(50'000), 0x11)));
    ASSERT_TRUE(muxer->push(*pictures[2]));
    EXPECT_TRUE(out.empty());
    ASSERT_TRUE(muxer->push(*pictures[3]));
    ASSERT_TRUE(muxer->push(sound(pictures[3]->pts - Microseconds(1), 0x22)));
    EXPECT_FALSE(has(Bytes(60, std::byte{0x22})));
    ASSERT_TRUE(muxer->push(*pictures[4]));
    const auto units = test::demux(out);
    ASSERT_EQ(units.size(), 2U);
    EXPECT_EQ(test::nal_type(units[0].slice.front()), 5U); // an IDR
    EXPECT_LT(units[0].pts, Microseconds(1'500'000));      // libavformat's demuxer may add a constant
    EXPECT_NEAR(static_cast<double>((units[1].pts - units[0].pts).count()), 33'333, 1'000);
}

TEST_P(Muxing, KeepsPayloadsAndTimes) {
    const auto muxer = make({.video = tracks.video, .audio = nullptr});
    for (const auto& picture : pictures)
        ASSERT_TRUE(muxer->push(*picture));
    const auto units = test::demux(out);
    ASSERT_EQ(units.size(), pictures.size());
    for (std::size_t i = 0; i < units.size(); ++i) {
        EXPECT_EQ(units[i].slice, test::slice_of(pictures[i]->payload.view));
        EXPECT_NEAR(static_cast<double>((units[i].pts - units[0].pts).count()),
                    33'333.0 * static_cast<double>(i), 1'000);
    }
}

TEST_P(Muxing, TakesSoundAlone) {
    const auto muxer = make({.video = nullptr, .audio = tracks.audio});
    ASSERT_TRUE(muxer->push(sound(Microseconds(77), 0x33)));
    EXPECT_TRUE(has(Bytes(60, std::byte{0x33})));
}

TEST_P(Muxing, CarriesOpusWithItsTimes) {
    tracks.audio = std::make_shared<const TrackFormat>(opus_format());
    const auto muxer = make(tracks);
    const auto begin = pictures.front()->pts;
    ASSERT_TRUE(muxer->push(*pictures[0]));
    for (int i = 0; i < 5; ++i) {
        auto unit = sound(begin + Microseconds(10'000 * i), 0x20 + i);
        Bytes packet(unit.payload.view.begin(), unit.payload.view.end());
        packet[0] = std::byte{0xf4}; // a frame of 10 ms, stereo (RFC 6716, section 3.1)
        unit.payload = SharedBytes::of(packet);
        ASSERT_TRUE(muxer->push(unit));
        const auto units = test::demux(out);
        ASSERT_EQ(units.size(), static_cast<std::size_t>(i) + 2) << "a frame is held back";
        EXPECT_EQ(units.back().codec, AV_CODEC_ID_OPUS);
        // MPEG-TS puts a head of its own before each.
        const auto& carried = units.back().slice;
        ASSERT_GE(carried.size(), packet.size());
        EXPECT_TRUE(std::equal(packet.begin(), packet.end(), carried.end() - 60));
        EXPECT_NEAR(static_cast<double>((units.back().pts - units.front().pts).count()), 10'000.0 * i, 1'000);
    }
    EXPECT_TRUE(GetParam() != Container::matroska || has(opus_format().config));
}

TEST_P(Muxing, MendsTimesThatDoNotGrow) {
    const auto muxer = make(tracks);
    ASSERT_TRUE(muxer->push(*pictures[0]));
    for (const std::int64_t step : {0LL, -10'000'000LL, 3'600'000'000'000LL, 5LL, 0LL}) {
        AccessUnit hostile = *pictures[1];
        hostile.pts = pictures[0]->pts + Microseconds(step);
        EXPECT_TRUE(muxer->push(hostile)) << step;
    }
}

TEST_P(Muxing, FillsNoGapThatAHostileHostMakes) {
    const auto muxer = make(tracks);
    ASSERT_TRUE(muxer->push(*pictures[0]));
    for (const std::int64_t pts : {std::int64_t{1} << 61, std::int64_t{0}, std::int64_t{1} << 61}) {
        AccessUnit hostile = *pictures[1];
        hostile.pts = Microseconds(pts);
        ASSERT_TRUE(muxer->push(hostile));
    }
    EXPECT_LT(out.size(), 64U << 10);
}

TEST_P(Muxing, SurvivesGarbage) {
    const auto muxer = make(tracks);
    AccessUnit garbage = *pictures[0];
    for (const std::size_t size : {0U, 1U, 5U, 4096U}) {
        garbage.payload = SharedBytes::of(Bytes(size, std::byte{0}));
        (void)muxer->push(garbage); // an error or not, but no crash
    }
    const auto second = make(tracks);
    EXPECT_TRUE(second->push(*pictures[0]));
}

TEST(Muxer, WritesNoTemporalDelimitersIntoMatroska) {
    Bytes out;
    const auto format =
        std::make_shared<const TrackFormat>(TrackFormat{.codec = Codec::av1, .width = 64, .height = 48});
    auto muxer = Muxer::create(Container::matroska, {.video = format, .audio = nullptr},
                               [&](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); });
    ASSERT_TRUE(muxer);
    for (const auto& picture : test::tiny_video(format, {}, 33'333)) {
        ASSERT_EQ(picture->payload.view[0], std::byte{0x12});
        ASSERT_TRUE((*muxer)->push(*picture));
    }
    for (const auto& unit : test::demux(out)) {
        EXPECT_NE(unit.packet.at(0), std::byte{0x12});
        EXPECT_EQ(unit.config.at(0), std::byte{0x81}); // av1C, version 1
    }
}

TEST(Muxer, RefusesAv1InMpegTs) {
    const auto format =
        std::make_shared<const TrackFormat>(TrackFormat{.codec = Codec::av1, .width = 64, .height = 48});
    const auto muxer = Muxer::create(Container::mpegts, {.video = format, .audio = nullptr}, [](ByteView) {});
    ASSERT_FALSE(muxer);
    EXPECT_EQ(muxer.error().message, "MPEG-TS has no place for AV1");
}

TEST(Muxer, RefusesAStreamOfNothing) {
    EXPECT_FALSE(Muxer::create(Container::mpegts, {}, [](ByteView) {}));
}

TEST(Muxer, BeginsMpegTsWithItsTables) {
    Bytes out;
    const auto format = std::make_shared<const TrackFormat>(TrackFormat{.width = 64, .height = 48});
    auto muxer = Muxer::create(Container::mpegts, {.video = format, .audio = nullptr},
                               [&](ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); });
    ASSERT_TRUE(muxer);
    ASSERT_TRUE((*muxer)->push(*test::tiny_video(format, {}, 33'333).front()));
    const auto pid = [&](std::size_t packet) {
        return (std::to_integer<unsigned>(out[packet * 188 + 1]) & 0x1fU) << 8U |
               std::to_integer<unsigned>(out[packet * 188 + 2]);
    };
    ASSERT_GE(out.size(), 4 * 188U);
    EXPECT_EQ(pid(0), 0x11U); // SDT
    EXPECT_EQ(pid(1), 0U);    // PAT
    EXPECT_EQ(pid(2), 0x1000U);
    EXPECT_EQ(pid(3), 0x100U);
}

} // namespace
} // namespace pixelpass
