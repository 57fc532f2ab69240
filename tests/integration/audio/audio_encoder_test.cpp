// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/audio_encoder.h"

#include "base/monotonic.h"
#include "gst/tone.h"
#include "media/aac.h"
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

AudioEncoder::Events events_of(UnitLog& log) {
    return {.on_unit = [&log](SharedUnit unit) { log.add(std::move(unit)); },
            .on_error = [](const Error& error) { ADD_FAILURE() << error.message; }};
}

/// Pushes block after block, each once the encoder has done with those before.
class Feeder {
public:
    Feeder(AudioEncoder& encoder, UnitLog& log)
        : encoder_(encoder)
        , log_(log) {}

    void feed(const std::vector<float>& samples, Microseconds captured_at) {
        for (std::size_t i = 0; i + block * 2 <= samples.size() && !testing::Test::HasFailure();
             i += block * 2) {
            encoder_.push(std::span(samples).subspan(i, block * 2), captured_at + duration_of(i / 2));
            frames_ += block;
            // avenc_aac holds back one frame.
            std::ignore = log_.wait_for(std::max<std::size_t>(frames_ / 1024, 2) - 2);
        }
    }

private:
    AudioEncoder& encoder_;
    UnitLog& log_;
    std::size_t frames_ = 0;
};

TEST(AudioEncoder, GivesUnitsThatDecodeToWhatWasPushed) {
    UnitLog log;
    auto encoder = AudioEncoder::start(events_of(log));
    ASSERT_TRUE(encoder) << encoder.error().message;
    Feeder(**encoder, log).feed(test::sine(1000, 0.25, 48'000), 5s);
    const auto units = log.wait_for(40);
    const auto decoded = test::decode_aac(units);
    ASSERT_EQ(decoded.size(), units.size() * 2048);
    const auto steady = std::span(decoded).subspan(8192, 48'000);
    EXPECT_NEAR(test::level_at(steady, 1000), test::decibels(0.25), 0.5);
    EXPECT_NEAR(test::frequency_of(steady), 1000, 1);
}

TEST(AudioEncoder, DescribesItsUnitsAndKeepsToItsBitrate) {
    UnitLog log;
    auto encoder = AudioEncoder::start(events_of(log));
    ASSERT_TRUE(encoder);
    // Noise, which fills any bitrate.
    std::vector<float> noise;
    std::minstd_rand random;
    while (noise.size() < std::size_t{2 * 96 * 1024})
        noise.push_back(std::uniform_real_distribution<float>(-0.3F, 0.3F)(random));
    Feeder(**encoder, log).feed(noise, 5s);
    const auto units = log.wait_for(90);
    EXPECT_EQ(*units[0]->format, aac_format());
    std::size_t size = 0;
    for (const auto& unit : units) {
        EXPECT_EQ(unit->kind, MediaKind::audio);
        EXPECT_TRUE(unit->keyframe);
        EXPECT_EQ(unit->format, units[0]->format);
        size += unit->payload.view.size();
    }
    const auto bitrate = static_cast<double>(size) * 8 / static_cast<double>(units.size()) * 48'000 / 1024;
    EXPECT_NEAR(bitrate, 128'000, 25'000);
}

TEST(AudioEncoder, StampsSoundWithTheTimeOfItsCapture) {
    UnitLog log;
    auto encoder = AudioEncoder::start(events_of(log));
    ASSERT_TRUE(encoder);
    // Silence, and then a loud onset, whose place in the decoded stream tells its PTS.
    std::vector<float> samples(2 * 20'000, 0.0F);
    const auto loud = test::sine(2000, 0.5, 12'000);
    samples.insert(samples.end(), loud.begin(), loud.end());
    Feeder(**encoder, log).feed(samples, 1000s);
    const auto units = log.wait_for(26);
    const auto decoded = test::decode_aac(units);
    const auto onset =
        static_cast<std::size_t>(std::find_if(decoded.begin(), decoded.end(),
                                              [](float sample) { return std::abs(sample) > 0.25F; }) -
                                 decoded.begin()) /
        2;
    ASSERT_LT(onset, decoded.size() / 2);
    const auto seen_at = units[onset / 1024]->pts + duration_of(onset % 1024);
    EXPECT_NEAR(static_cast<double>((seen_at - 1000s - duration_of(20'000)).count()), 0, 1000);
}

TEST(AudioEncoder, PassesAGapOnInThePtsAlone) {
    UnitLog log;
    auto encoder = AudioEncoder::start(events_of(log));
    ASSERT_TRUE(encoder);
    Feeder feeder(**encoder, log);
    feeder.feed(test::sine(1000, 0.25, 24'576), 10s);
    feeder.feed(test::sine(1000, 0.25, 24'576), 10s + duration_of(24'576) + 300ms);
    const auto units = log.wait_for(46);
    int gaps = 0;
    for (std::size_t i = 1; i < units.size(); ++i) {
        const auto step = units[i]->pts - units[i - 1]->pts;
        const bool gap = step > 100ms;
        gaps += gap ? 1 : 0;
        EXPECT_NEAR(static_cast<double>((step - (gap ? 300ms : 0ms)).count()), 21'333, 2) << i;
    }
    EXPECT_EQ(gaps, 1);
}

TEST(AudioEncoder, DropsTheOldestWhenItFallsBehind) {
    UnitLog log;
    auto encoder = AudioEncoder::start(events_of(log));
    ASSERT_TRUE(encoder);
    constexpr std::size_t blocks = 20'000;
    const auto samples = test::sine(1000, 0.25, block);
    const auto before = monotonic_now();
    for (std::size_t i = 0; i < blocks; ++i)
        (*encoder)->push(samples, duration_of(i * block));
    EXPECT_LT(monotonic_now() - before, 2s);
    const auto end = duration_of(blocks * block);
    ASSERT_TRUE(test::run_until([&] {
        const auto units = log.units();
        return !units.empty() && units.back()->pts > end - 100ms;
    }));
    const auto units = log.units();
    EXPECT_LT(units.size(), blocks / 2);
    EXPECT_LT(units.back()->pts, end);
}

TEST(Tone, IsSteadyAndPacedLikeLiveSound) {
    UnitLog log;
    const auto begin = monotonic_now();
    auto tone = Tone::start(events_of(log));
    ASSERT_TRUE(tone) << tone.error().message;
    const auto units = log.wait_for(50);
    const auto end = monotonic_now();
    tone->reset();
    // 50 frames are 1,067 ms.
    EXPECT_GT(end - begin, 950ms);
    for (std::size_t i = 1; i < units.size(); ++i)
        EXPECT_NEAR(static_cast<double>((units[i]->pts - units[i - 1]->pts).count()), 21'333, 2);
    EXPECT_GT(units[0]->pts, begin - 100ms);
    EXPECT_LT(units.back()->pts, end);
    const auto decoded = test::decode_aac(units);
    const auto steady = std::span(decoded).subspan(8192, 48'000);
    EXPECT_NEAR(test::level_at(steady, 440), -20, 0.5);
    EXPECT_NEAR(test::frequency_of(steady), 440, 1);
}

} // namespace
} // namespace pixelpass
