// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/lost_ground.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

/// A player that is asked ten times a second, and that beginning anew brings to `anew`.
struct LosingPlayer {
    LostGround lost;
    Microseconds now = 1h;
    Microseconds delay = 150ms;
    Microseconds anew = 150ms;
    int begun_anew = 0;

    void play(Microseconds time, Microseconds noise = 20ms) {
        int turn = 0;
        for (const auto end = now + time; now < end; now += 100ms) {
            if (lost.take(now, delay + (++turn % 2 == 0 ? noise : 0ms))) {
                ++begun_anew;
                delay = anew;
            }
        }
    }
};

TEST(LostGround, IsRegainedOnceThePlayerIsLeftInPeace) {
    LosingPlayer player;
    player.play(30s);
    player.play(60s, 200ms);
    player.delay = 300ms;
    player.play(10s);
    EXPECT_EQ(player.begun_anew, 0) << "it may get worse still";
    player.play(10min);
    EXPECT_EQ(player.begun_anew, 1);
}

TEST(LostGround, IsNotALittle) {
    LosingPlayer player;
    player.play(30s);
    player.delay = 190ms;
    player.play(10min);
    EXPECT_EQ(player.begun_anew, 0);
}

TEST(LostGround, IsGivenUpWhereBeginningAnewDoesNotHelp) {
    LosingPlayer player{.lost = {}, .anew = 300ms};
    player.play(30s);
    player.delay = 300ms;
    player.play(1h);
    EXPECT_EQ(player.begun_anew, 1);
}

TEST(LostGround, IsRegainedOnceAMinuteAtTheMost) {
    LosingPlayer player;
    for (int second = 0; second < 600; ++second) {
        player.play(1s);
        if (second % 20 == 0)
            player.delay = player.delay + 80ms;
    }
    EXPECT_GT(player.begun_anew, 1);
    EXPECT_LE(player.begun_anew, 10);
}

} // namespace
} // namespace pixelpass
