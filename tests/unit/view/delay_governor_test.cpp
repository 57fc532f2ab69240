// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/delay_governor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

constexpr Microseconds aim = 200ms;
constexpr Microseconds round_interval = 100ms;

/// A player whose delay its speed makes smaller, and a drop brings to `after_drop`; it is asked ten times a
/// second.
struct Player {
    DelayGovernor governor{aim};
    Microseconds now = 1h;
    Microseconds delay = 100ms;
    Microseconds after_drop = 50ms;
    Microseconds least = 0ms; ///< which no speed makes smaller
    double speed = 1;
    int drops = 0;
    std::vector<double> speeds{}; ///< each change

    void play(Microseconds time, Microseconds noise = 0ms) {
        int turn = 0;
        for (const auto end = now + time; now < end; now += round_interval) {
            const auto gained = std::chrono::duration_cast<Microseconds>(round_interval * (speed - 1));
            delay = std::max(least, delay - gained);
            const auto decision = governor.take(now, delay + (++turn % 2 == 0 ? noise : 0ms));
            if (decision.speed != speed)
                speeds.push_back(decision.speed);
            speed = decision.speed;
            if (decision.drop) {
                delay = std::max(least, after_drop);
                ++drops;
            }
        }
    }
};

TEST(DelayGovernor, LetsAPlayerAloneThatIsInTime) {
    Player player{.delay = 230ms};
    player.play(60s, 30ms);
    EXPECT_TRUE(player.speeds.empty());
    EXPECT_EQ(player.drops, 0);
}

TEST(DelayGovernor, MakesUpForALittleBySpeed) {
    Player player{.delay = 550ms};
    player.play(5s);
    EXPECT_EQ(player.drops, 0);
    EXPECT_LE(player.delay, aim + 50ms);
    EXPECT_LE(*std::max_element(player.speeds.begin(), player.speeds.end()), 1.1);
}

TEST(DelayGovernor, SlowsDownToTheAimAndRestsThere) {
    Player player{.delay = 500ms};
    player.play(20s);
    EXPECT_LE(player.delay, aim);
    EXPECT_GE(player.delay, aim - 20ms);
    ASSERT_FALSE(player.speeds.empty());
    EXPECT_TRUE(std::is_sorted(player.speeds.rbegin(), player.speeds.rend())) << "speeds only fall";
    EXPECT_EQ(player.speeds.back(), 1);
    const auto changes = player.speeds.size();
    player.play(120s, 30ms);
    EXPECT_EQ(player.speeds.size(), changes) << "no oscillation";
}

TEST(DelayGovernor, BringsAPlayerThatBeganLateToWhatIsReachable) {
    Player player{.governor = DelayGovernor(aim, DelayGovernor::made_up_by_speed, 80ms), .delay = 180ms};
    player.play(5s);
    EXPECT_LE(player.delay, 80ms);
    EXPECT_GE(player.delay, 60ms);
    EXPECT_EQ(player.speed, 1);
}

TEST(DelayGovernor, DoesNotAskAgainForWhatWasNotReachable) {
    Player player{.governor = DelayGovernor(aim, DelayGovernor::made_up_by_speed, 80ms),
                  .delay = 180ms,
                  .least = 170ms};
    player.play(10s);
    EXPECT_EQ(player.speed, 1);
    const auto changes = player.speeds.size();
    player.play(10min, 30ms);
    EXPECT_EQ(player.speeds.size(), changes);
}

TEST(DelayGovernor, DropsWhatSpeedCannotMakeUpFor) {
    Player player{.delay = 10s};
    player.play(2s);
    EXPECT_EQ(player.drops, 1);
    EXPECT_EQ(player.delay, 50ms);
    player.play(60s);
    EXPECT_EQ(player.drops, 1);
}

TEST(DelayGovernor, DropsAgainWithin5SecondsIfThereWasMore) {
    Player player{.delay = 10s, .after_drop = 3s};
    player.play(1s);
    player.after_drop = 50ms;
    player.play(4s);
    EXPECT_EQ(player.drops, 2);
    EXPECT_EQ(player.delay, 50ms);
}

TEST(DelayGovernor, IsNotAlarmedByALatePicture) {
    Player player;
    player.play(60s, 900ms);
    EXPECT_TRUE(player.speeds.empty());
    EXPECT_EQ(player.drops, 0);
}

TEST(DelayGovernor, SeldomDisturbsAPlayerThatDropsDoNotHelp) {
    Player player{.delay = 3s, .least = 3s};
    player.play(60s);
    EXPECT_EQ(player.drops, 5);
    player.play(600s);
    EXPECT_EQ(player.drops, 8);
    player.delay = 10s;
    player.play(5s);
    EXPECT_EQ(player.drops, 9) << "but at once if it is still later";
}

TEST(DelayGovernor, TriesAgainSoonWhatLoadHadMadeUseless) {
    Player player{.delay = 3s, .least = 3s};
    player.play(10s);
    EXPECT_EQ(player.drops, 3);
    player.least = 0ms;
    player.play(10s);
    EXPECT_EQ(player.delay, player.after_drop);
}

TEST(DelayGovernor, LearnsAgainWhatDropsHelp) {
    Player player{.delay = 3s, .least = 3s};
    player.play(60s);
    player.least = player.delay = 50ms;
    player.play(60s);
    player.least = player.delay = 2s;
    player.play(60s);
    EXPECT_EQ(player.drops, 10);
}

TEST(DelayGovernor, DropsEverMoreSeldomWhatGrowsAgainAfterEachDrop) {
    Player player;
    for (int second = 0; second < 300; ++second) {
        player.play(1s);
        player.delay += 500ms;
    }
    const int before = player.drops;
    EXPECT_LE(before, 12);
    for (int second = 0; second < 300; ++second) {
        player.play(1s);
        player.delay += 500ms;
    }
    EXPECT_LE(player.drops - before, 6);
    EXPECT_GE(player.drops - before, 3) << "but goes on";
}

TEST(DelayGovernor, DropsForLessWhereItIsTold) {
    Player player{.governor = DelayGovernor(aim, 150ms), .delay = 360ms};
    player.play(1s);
    EXPECT_EQ(player.drops, 1);
}

TEST(DelayGovernor, GivesUpAnAimThatIsOutOfReachForAWhile) {
    Player player{.delay = 400ms, .least = 400ms};
    player.play(9s);
    EXPECT_EQ(player.speed, 1);
    player.play(50s);
    EXPECT_EQ(player.speed, 1);
    player.least = 0ms;
    player.play(30s);
    EXPECT_LE(player.delay, aim);
}

TEST(DelayGovernor, HoldsTheDelayOfAPlayerWhoseClockIsSlow) {
    Player player;
    for (int second = 0; second < 3600; ++second) {
        player.delay += 100us;
        player.play(1s);
        ASSERT_LE(player.delay, 100ms + 50ms) << "in second " << second;
    }
    EXPECT_EQ(player.drops, 0);
    EXPECT_FALSE(player.speeds.empty());
}

TEST(DelayGovernor, LeavesAPlayerWhatItMayHaveOnABadLine) {
    Player player;
    player.play(60s);
    for (int second = 0; second < 600; ++second) {
        player.delay = second % 2 == 0 ? 180ms : 120ms;
        player.play(1s);
    }
    EXPECT_TRUE(player.speeds.empty());
}

TEST(DelayGovernor, TakesALowerDelayBackWhenTheLineIsGoodAgain) {
    Player player;
    player.play(60s);
    player.delay = 190ms;
    player.play(60s);
    EXPECT_LE(player.delay, 100ms);
}

TEST(DelayGovernor, ForgetsWhatWasBeforeAPause) {
    Player player{.delay = 10s};
    player.play(300ms);
    player.governor.forget();
    player.play(300ms);
    EXPECT_EQ(player.drops, 0);
    player.play(300ms);
    EXPECT_EQ(player.drops, 1);
}

} // namespace
} // namespace pixelpass
