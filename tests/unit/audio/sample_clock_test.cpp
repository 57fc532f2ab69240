// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sample_clock.h"

#include "media/sound_format.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t block = 480; // 10 ms

TEST(SampleClock, SmoothsJitter) {
    SampleClock clock;
    auto last = clock.stamp(1s, block);
    EXPECT_EQ(last, 1s);
    for (int i = 1; i < 1000; ++i) {
        const auto jitter = i % 3 == 0 ? 9ms : i % 3 == 1 ? -6ms : 0ms;
        const auto now = clock.stamp(1s + i * 10ms + jitter, block);
        EXPECT_LT(std::chrono::abs(now - last - 10ms), 400us);
        last = now;
    }
}

TEST(SampleClock, WorksOffADeviationSlowly) {
    SampleClock clock;
    std::ignore = clock.stamp(0s, block);
    auto deviation = 15'000us;
    for (int i = 1; i < 400; ++i) {
        const auto now = 15ms + i * 10ms - clock.stamp(15ms + i * 10ms, block);
        EXPECT_LE(now, deviation);
        EXPECT_LT(deviation - now, 300us);
        deviation = now;
    }
    EXPECT_LT(deviation, 100us);
}

TEST(SampleClock, FollowsAClockThatRunsFaster) {
    SampleClock clock;
    std::ignore = clock.stamp(0s, block);
    for (int i = 1; i < 10'000; ++i) {
        const auto measured = i * 10'001us;
        EXPECT_LT(std::chrono::abs(clock.stamp(measured, block) - measured), 100us);
    }
}

TEST(SampleClock, JumpsOverLostSamples) {
    SampleClock clock;
    std::ignore = clock.stamp(0s, block);
    EXPECT_EQ(clock.stamp(10ms + 40ms, block), 50ms);
    EXPECT_EQ(clock.stamp(60ms, block), 60ms);
    EXPECT_EQ(clock.stamp(30ms, block), 30ms);
}

TEST(SoundDuration, HoldsForAYearOfSound) {
    constexpr std::int64_t second = 48'000;
    EXPECT_EQ(sound_duration(second * 3600 * 24 * 365 + 1),
              std::chrono::hours(24 * 365) + std::chrono::nanoseconds(20'833));
}

} // namespace
} // namespace pixelpass
