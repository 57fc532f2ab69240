// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/silence_filler.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t quantum = 480; // 10 ms

TEST(SilenceFiller, LeavesAnEvenFlowAlone) {
    SilenceFiller filler;
    for (auto now = 1'000ms; now < 2'000ms; now += 10ms) {
        const auto silence = filler.before(now + (now % 3 == 0ms ? 3ms : 0ms), quantum);
        ASSERT_TRUE(silence);
        EXPECT_EQ(silence->frames, 0U);
        EXPECT_EQ(filler.due(now + 100ms).frames, 0U);
    }
}

TEST(SilenceFiller, GivesSilenceInTimeWhileNothingComes) {
    SilenceFiller filler;
    ASSERT_TRUE(filler.before(990ms, quantum));
    EXPECT_EQ(filler.due(1'000ms + SilenceFiller::patience).frames, 0U);
    auto end = Microseconds(1'000ms);
    for (auto now = 1'160ms; now < 3'000ms; now += 20ms) {
        const auto silence = filler.due(now);
        EXPECT_EQ(silence.begin, end);
        end += Microseconds(silence.frames * 1000 / 48);
        EXPECT_NEAR(static_cast<double>((now - SilenceFiller::lag - end).count()), 0, 25);
    }
}

TEST(SilenceFiller, GivesItAtOnceWhenNothingIsToBeExpected) {
    SilenceFiller filler;
    filler.give_up();
    EXPECT_EQ(filler.due(1'000ms).frames, 0U);
    EXPECT_EQ(filler.due(1'020ms).frames, 960U);
    ASSERT_TRUE(filler.before(1'010ms, quantum));
    EXPECT_EQ(filler.due(1'100ms).frames, 0U) << "samples come again";
    filler.give_up();
    EXPECT_EQ(filler.due(1'100ms).frames, 48U * 30);
}

TEST(SilenceFiller, FillsUpToWhatComes) {
    SilenceFiller filler;
    ASSERT_TRUE(filler.before(1'000ms, quantum));
    const auto silence = filler.before(1'210ms, quantum);
    ASSERT_TRUE(silence);
    EXPECT_EQ(silence->begin, 1'010ms);
    EXPECT_EQ(silence->frames, 9'600U);
    EXPECT_EQ(filler.before(1'220ms, quantum)->frames, 0U);
}

TEST(SilenceFiller, LeavesSmallHolesAndStepsBackToThePlayer) {
    SilenceFiller filler;
    ASSERT_TRUE(filler.before(1'000ms, quantum));
    EXPECT_EQ(filler.before(1'050ms, quantum)->frames, 0U);
    ASSERT_TRUE(filler.before(1'020ms, quantum));
    EXPECT_EQ(filler.before(1'030ms, quantum)->frames, 0U);
}

TEST(SilenceFiller, DropsWhatSilenceHasReplaced) {
    SilenceFiller filler;
    filler.give_up();
    EXPECT_EQ(filler.due(1'000ms).frames, 0U);
    EXPECT_EQ(filler.due(1'200ms).frames, 9'600U); // up to 1,150 ms
    EXPECT_FALSE(filler.before(1'100ms, quantum));
    EXPECT_EQ(filler.before(1'140ms, quantum)->frames, 0U);
}

TEST(SilenceFiller, LeavesLongHoles) {
    SilenceFiller filler;
    ASSERT_TRUE(filler.before(1'000ms, quantum));
    EXPECT_EQ(filler.before(9'000ms, quantum)->frames, 0U);
    EXPECT_EQ(filler.before(2'000ms, quantum)->frames, 0U);
    EXPECT_EQ(filler.due(60'000ms).frames, 0U);
    filler.give_up();
    EXPECT_EQ(filler.due(60'020ms).frames, 960U);
}

} // namespace
} // namespace pixelpass
