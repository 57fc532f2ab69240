// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/tone.h"

#include "base/monotonic.h"
#include "support/run_until.h"
#include "support/sound.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

TEST(Tone, IsSteadyAndOfNow) {
    std::vector<float> heard;
    std::vector<Microseconds> times;
    const auto begin = monotonic_now();
    const Tone tone([&](auto samples, auto at) {
        heard.insert(heard.end(), samples.begin(), samples.end());
        times.push_back(at);
        EXPECT_LE(at + 10ms, monotonic_now());
    });
    ASSERT_TRUE(test::run_until([&] { return times.size() == 110; }));
    EXPECT_GT(monotonic_now() - begin, 1090ms);
    EXPECT_GT(times[0], begin - 10ms);
    for (std::size_t i = 1; i < times.size(); ++i)
        EXPECT_EQ(times[i] - times[i - 1], 10ms);
    EXPECT_EQ(heard.size(), times.size() * 960);
    EXPECT_NEAR(test::level_at(std::span(heard).first(96'000), 440), -20, 0.1);
}

TEST(Tone, BeepsForATenthOfEachSecondOfTheClock) {
    int beeps = 0;
    int blocks = 0;
    const Tone tone([&](auto samples, Microseconds at) {
        const bool beeping = test::level_at(samples, 1760) > -30;
        EXPECT_EQ(beeping, at % 1s < 100ms) << at.count();
        beeps += beeping ? 1 : 0;
        ++blocks;
    });
    ASSERT_TRUE(test::run_until([&] { return blocks >= 100; }));
    EXPECT_GE(beeps, 10);
}

} // namespace
} // namespace pixelpass
