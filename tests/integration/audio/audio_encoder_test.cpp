// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/audio_encoder.h"

#include "base/monotonic.h"
#include "media/sound_format.h"
#include "support/sound.h"
#include "support/sound_recording.h"

#include <gtest/gtest.h>

#include <random>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::UnitLog;

constexpr std::size_t block = 512;

Microseconds duration_of(std::size_t frames) { return Microseconds(frames * 1'000'000 / 48'000); }

/// An encoder of one rendition, and what it gave.
class AudioEncoding : public testing::TestWithParam<Rendition> {
protected:
    void SetUp() override {
        auto started = AudioEncoder::start(GetParam(),
                                           {.on_unit = [this](SharedUnit unit) { log.add(std::move(unit)); },
                                            .on_error = [](const Error& error) { FAIL() << error.message; }});
        ASSERT_TRUE(started) << started.error().message;
        encoder = std::move(*started);
    }

    /// Pushes block after block, each once the encoder has done with those before.
    void feed(const std::vector<float>& samples, Microseconds captured_at) {
        for (std::size_t i = 0; i + block * 2 <= samples.size() && !HasFailure(); i += block * 2) {
            encoder->push(std::span(samples).subspan(i, block * 2), captured_at + duration_of(i / 2));
            fed_ += block;
            // avenc_aac holds back one frame.
            std::ignore = log.wait_for(std::max<std::size_t>(fed_ / frame, 2) - 2);
        }
    }

    const std::size_t frame = test::frame_size(sound_format(GetParam())); ///< samples of a unit
    UnitLog log;
    std::unique_ptr<AudioEncoder> encoder;

private:
    std::size_t fed_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Renditions, AudioEncoding, testing::Values(aac_rendition, opus_rendition),
                         [](const auto& each) { return each.param == aac_rendition ? "aac" : "opus"; });

TEST_P(AudioEncoding, GivesUnitsThatDecodeToWhatWasPushed) {
    feed(test::sine(1000, 0.25, 48'000), 5s);
    const auto units = log.wait_for(40'000 / frame);
    const auto decoded = test::decode_sound(units);
    ASSERT_EQ(decoded.size(), units.size() * frame * 2);
    const auto steady = std::span(decoded).subspan(8192, 48'000);
    EXPECT_NEAR(test::level_at(steady, 1000), test::decibels(0.25), 0.5);
    EXPECT_NEAR(test::frequency_of(steady), 1000, 1);
}

TEST_P(AudioEncoding, DescribesItsUnitsAndKeepsToItsBitrate) {
    // Noise, which fills any bitrate.
    std::vector<float> noise;
    std::minstd_rand random;
    while (noise.size() < std::size_t{2 * 96 * 1024})
        noise.push_back(std::uniform_real_distribution<float>(-0.3F, 0.3F)(random));
    feed(noise, 5s);
    const auto units = log.wait_for(90 * 1024 / frame);
    EXPECT_EQ(*units[0]->format, sound_format(GetParam()));
    std::size_t size = 0;
    for (const auto& unit : units) {
        EXPECT_EQ(rendition_of(*unit), GetParam());
        EXPECT_TRUE(unit->keyframe);
        EXPECT_EQ(unit->format, units[0]->format);
        size += unit->payload.view.size();
    }
    const auto seconds = std::chrono::duration<double>(duration_of(units.size() * frame)).count();
    EXPECT_NEAR(static_cast<double>(size) * 8 / seconds, 128'000, 25'000);
}

TEST_P(AudioEncoding, StampsSoundWithTheTimeOfItsCapture) {
    // Silence, and then a loud onset, whose place in the decoded stream tells its PTS.
    std::vector<float> samples(2 * 20'000, 0.0F);
    const auto loud = test::sine(2000, 0.5, 12'000);
    samples.insert(samples.end(), loud.begin(), loud.end());
    feed(samples, 1000s);
    const auto units = log.wait_for(26'000 / frame);
    const auto decoded = test::decode_sound(units);
    const auto onset =
        static_cast<std::size_t>(std::find_if(decoded.begin(), decoded.end(),
                                              [](float sample) { return std::abs(sample) > 0.25F; }) -
                                 decoded.begin()) /
        2;
    ASSERT_LT(onset, decoded.size() / 2);
    const auto seen_at = units[onset / frame]->pts + duration_of(onset % frame);
    EXPECT_NEAR(static_cast<double>((seen_at - 1000s - duration_of(20'000)).count()), 0, 1000);
}

TEST_P(AudioEncoding, PassesAGapOnInThePtsAlone) {
    feed(test::sine(1000, 0.25, 24'576), 10s);
    feed(test::sine(1000, 0.25, 24'576), 10s + duration_of(24'576) + 300ms);
    const auto units = log.wait_for(46 * 1024 / frame);
    int gaps = 0;
    // The first unit of Opus counts its looking ahead otherwise.
    for (std::size_t i = 2; i < units.size(); ++i) {
        const auto step = units[i]->pts - units[i - 1]->pts;
        const bool gap = step > 100ms;
        gaps += gap ? 1 : 0;
        EXPECT_NEAR(static_cast<double>((step - (gap ? 300ms : 0ms)).count()),
                    static_cast<double>(duration_of(frame).count()), 2)
            << i;
    }
    EXPECT_EQ(gaps, 1);
}

TEST_P(AudioEncoding, DropsTheOldestWhenItFallsBehind) {
    constexpr std::size_t blocks = 20'000;
    const auto samples = test::sine(1000, 0.25, block);
    const auto before = monotonic_now();
    for (std::size_t i = 0; i < blocks; ++i)
        encoder->push(samples, duration_of(i * block));
    EXPECT_LT(monotonic_now() - before, 2s);
    const auto end = duration_of(blocks * block);
    ASSERT_TRUE(test::run_until([&] {
        const auto units = log.units();
        return !units.empty() && units.back()->pts > end - 100ms;
    }));
    const auto units = log.units();
    EXPECT_LT(units.size(), blocks * block / frame);
    EXPECT_LT(units.back()->pts, end);
}

} // namespace
} // namespace pixelpass
