// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/served_pictures.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

/// Serves pictures, the next one in `apart`.
struct Serving {
    ServedPictures served;
    Microseconds now = 1h;

    void serve(int pictures, Microseconds apart) {
        for (int number = 0; number < pictures; ++number)
            served.add(now += apart, now);
    }
};

TEST(ServedPictures, TellHowMuchTimeThereIsInThoseThatWait) {
    Serving motion;
    motion.serve(100, 40ms);
    EXPECT_EQ(motion.served.behind(100), 0ms);
    EXPECT_EQ(motion.served.behind(99), 0ms);
    EXPECT_EQ(motion.served.behind(98), 40ms);
    EXPECT_EQ(motion.served.behind(50), 49 * 40ms);
    EXPECT_EQ(motion.served.behind(0), 99 * 40ms);
}

TEST(ServedPictures, TakeNobodyForAheadOfThem) {
    Serving motion;
    EXPECT_EQ(motion.served.behind(0), 0ms);
    motion.serve(10, 40ms);
    EXPECT_EQ(motion.served.behind(11), 0ms);
}

TEST(ServedPictures, TellNothingOfAStillScreen) {
    Serving screen;
    screen.serve(100, 40ms);
    screen.serve(10, 900ms);
    EXPECT_EQ(screen.served.behind(60), 0ms);
}

TEST(ServedPictures, DoNotCountLaterWhatSeemedToWaitOnAStillScreen) {
    Serving screen;
    screen.serve(10, 900ms);
    EXPECT_EQ(screen.served.behind(3), 0ms);
    screen.serve(30, 40ms);
    EXPECT_EQ(screen.served.behind(30), 2 * 40ms);
    EXPECT_EQ(screen.served.behind(40), 0ms) << "they had waited after all";
    screen.serve(10, 40ms);
    EXPECT_EQ(screen.served.behind(40), 9 * 40ms);
}

TEST(ServedPictures, TellByTheFirstMotionWhoIsLate) {
    Serving screen;
    screen.serve(20, 900ms);
    EXPECT_EQ(screen.served.behind(10), 0ms);
    screen.serve(30, 40ms);
    EXPECT_EQ(screen.served.behind(11), 28 * 40ms);
}

TEST(ServedPictures, AreForgottenWhenTheyAreMany) {
    Serving motion;
    motion.serve(100'000, 40ms);
    EXPECT_EQ(motion.served.behind(99'990), 9 * 40ms);
    EXPECT_EQ(motion.served.behind(0), (ServedPictures::kept - 1) * 40ms) << "at least so much";
}

TEST(ServedPictures, TellHowFarAPositionIsBehindTheLiveEdge) {
    Serving motion;
    EXPECT_EQ(motion.served.behind(0ms, motion.now), std::nullopt);
    motion.serve(101, 40ms);
    EXPECT_EQ(motion.served.behind(3850ms, motion.now), 150ms);
    EXPECT_EQ(motion.served.behind(3850ms, motion.now + 30ms), 180ms) << "the edge goes on";
    EXPECT_EQ(motion.served.behind(3850ms, motion.now - 30ms), 120ms) << "and came from behind";
    EXPECT_EQ(motion.served.behind(4001ms, motion.now), std::nullopt) << "of another stream";
    EXPECT_EQ(motion.served.behind(-1ms, motion.now), std::nullopt);
}

TEST(ServedPictures, MayBeOfAClockThatWasSetBack) {
    Serving motion;
    motion.serve(10, 40ms);
    motion.now = 1s;
    motion.serve(10, 40ms);
    EXPECT_EQ(motion.served.behind(5), 0ms);
    EXPECT_EQ(motion.served.behind(15), 4 * 40ms);
}

} // namespace
} // namespace pixelpass
