// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/studio.h"

#include "capture/test_source.h"
#include "gst/init.h"
#include "gst/sound_encoder.h"
#include "mux/muxer.h"
#include "support/pipewire_programs.h"
#include "support/run_until.h"
#include "support/sound.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace pixelpass {
namespace {

/// A studio with the test tone, and all that it has made since it was last asked.
class StudioSound : public testing::Test {
protected:
    [[nodiscard]] std::size_t made(Rendition rendition) { return units[rendition.id].size(); }
    /// Waits till so many units of it have been made from now on; what else has been is of that time, too.
    void hear(Rendition rendition, std::size_t count) {
        units.clear();
        EXPECT_TRUE(test::run_until([&] { return made(rendition) >= count; })) << made(rendition);
    }

    std::map<std::uint64_t, std::vector<SharedUnit>> units; ///< by the ids of their renditions
    bool sound_lost_is_fine = false;
    int sound_losses = 0;
    Studio studio{
        {.source = open_test_source({160, 96}),
         .encoding = {.encoder = find_encoder("x264enc"),
                      .video = {.frame_rate = 30, .size = {}, .bitrate_kbps = 500}},
         .sound = Sound::tone,
         .sound_rule = {}},
        {.on_unit = [this](const SharedUnit& unit) { units[unit->rendition].push_back(unit); },
         .on_source = {},
         .on_ended = [](const Error& error) { ADD_FAILURE() << error.message; },
         .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; },
         .on_encoding = [](const EncodingChoice&, const Error& cause) { ADD_FAILURE() << cause.message; },
         .on_half_lost = [](const Error& error) { ADD_FAILURE() << error.message; },
         .on_heard = {},
         .on_sound_lost =
             [this](const Error& error) {
                 ++sound_losses;
                 EXPECT_TRUE(sound_lost_is_fine) << error.message;
             }}};
};

TEST_F(StudioSound, IsEncodedOnlyAsItIsWanted) {
    studio.want(opus_rendition, true);
    hear(opus_rendition, 30);
    EXPECT_EQ(made(aac_rendition), 0U);
    studio.want(aac_rendition, true);
    hear(aac_rendition, 15);
    EXPECT_GT(made(opus_rendition), 15U);
    studio.want(opus_rendition, false);
    hear(aac_rendition, 15);
    EXPECT_EQ(made(opus_rendition), 0U);
    studio.want(aac_rendition, false);
    units.clear();
    EXPECT_FALSE(test::run_until([&] { return !units.empty(); }, std::chrono::milliseconds(200)));
}

TEST_F(StudioSound, ComesBackWhenAnEncoderHasFailed) {
    ASSERT_TRUE(start_gstreamer());
    GstRegistry* registry = gst_registry_get();
    std::vector<GstPluginFeature*> hidden;
    for (const auto& encoder : sound_encoder_catalog()) {
        auto* feature = gst_registry_lookup_feature(registry, std::string(encoder.element).c_str());
        if (encoder.codec != Codec::aac || !feature)
            continue;
        gst_registry_remove_feature(registry, feature);
        hidden.push_back(feature);
    }
    sound_lost_is_fine = true;
    studio.want(aac_rendition, true);
    ASSERT_TRUE(test::run_until([&] { return sound_losses == 1; }));
    for (auto* feature : hidden)
        gst_registry_add_feature(registry, feature);
    hear(aac_rendition, 15);
}

TEST_F(StudioSound, HasTheSameTimesInBothForms) {
    studio.want(opus_rendition, true);
    studio.want(aac_rendition, true);
    hear(aac_rendition, 120);
    // A beep begins at each whole second: where each of them is heard tells whether the times are right.
    for (const auto rendition : {aac_rendition, opus_rendition}) {
        const auto& sound = units[rendition.id];
        const auto decoded = test::decode_sound(sound);
        const auto frame = test::frame_size(*sound[0]->format);
        constexpr std::size_t part = 96; // 2 ms
        bool beeping = true;
        int onsets = 0;
        for (std::size_t at = 4 * frame; at + part < decoded.size() / 2; at += part) {
            const bool before = std::exchange(
                beeping, test::level_at(std::span(decoded).subspan(at * 2, part * 2), 1760) > -28);
            if (before || !beeping)
                continue;
            ++onsets;
            const auto place = Microseconds(static_cast<std::int64_t>(at % frame) * 1'000'000 / 48'000);
            const auto since = (sound[at / frame]->pts + place) % std::chrono::seconds(1);
            EXPECT_LT(std::min(since, std::chrono::seconds(1) - since), std::chrono::milliseconds(5))
                << since.count();
        }
        EXPECT_GE(onsets, 1);
    }
}

TEST_F(StudioSound, IsSilentWhileItIsMutedAndTheTimesGoOn) {
    const auto level = [&] {
        hear(opus_rendition, 150);
        const auto decoded = test::decode_sound(units[opus_rendition.id]);
        return test::level_at(std::span(decoded).last(48'000), 440);
    };
    studio.want(opus_rendition, true);
    EXPECT_NEAR(level(), -20, 0.5);
    studio.set_muted(true);
    EXPECT_LT(level(), -60);
    const auto& muted = units[opus_rendition.id];
    for (std::size_t i = 1; i < muted.size(); ++i)
        EXPECT_NEAR(static_cast<double>((muted[i]->pts - muted[i - 1]->pts).count()), 10'000, 1) << i;
    studio.set_muted(false);
    EXPECT_NEAR(level(), -20, 0.5);
}

TEST_F(StudioSound, AsOpusInMatroskaIsPlayedByOthers) {
    studio.want(opus_rendition, true);
    hear(opus_rendition, 150);
    studio.want(opus_rendition, false);
    const auto sound = units[opus_rendition.id];
    const auto path = testing::TempDir() + "opus-" + std::to_string(getpid());
    std::ofstream file(path + ".mkv", std::ios::binary);
    auto muxer = Muxer::create(Container::matroska, {.video = nullptr, .audio = sound[0]->format},
                               [&](ByteView bytes) {
                                   file.write(reinterpret_cast<const char*>(bytes.data()),
                                              static_cast<std::streamsize>(bytes.size()));
                               });
    ASSERT_TRUE(muxer);
    for (const auto& unit : sound)
        ASSERT_TRUE((*muxer)->push(*unit));
    file.flush();
    const auto probed =
        test::output_of("ffprobe -v error -show_entries stream=codec_name,sample_rate,channels "
                        "-of csv=p=0 " +
                        path + ".mkv");
    EXPECT_EQ(probed, "opus,48000,2\n");
    test::output_of("ffmpeg -v error -y -i " + path + ".mkv -f f32le " + path + ".raw");
    std::vector<float> heard(std::filesystem::file_size(path + ".raw") / sizeof(float));
    std::ifstream(path + ".raw", std::ios::binary)
        .read(reinterpret_cast<char*>(heard.data()),
              static_cast<std::streamsize>(heard.size() * sizeof(float)));
    std::filesystem::remove(path + ".mkv");
    std::filesystem::remove(path + ".raw");
    EXPECT_NEAR(static_cast<double>(heard.size()) / 2, static_cast<double>(sound.size() * 480), 500);
    EXPECT_NEAR(test::level_at(std::span(heard).last(96'000), 440), -20, 0.5);
}

} // namespace
} // namespace pixelpass
