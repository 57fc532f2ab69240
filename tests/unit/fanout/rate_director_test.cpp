// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/rate_director.h"

#include <gtest/gtest.h>

#include <tuple>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

class Director : public testing::Test {
protected:
    /// What two viewers' paths carry from now on, for so long.
    void run(std::optional<unsigned> one, std::optional<unsigned> other,
             std::chrono::milliseconds time = 250ms) {
        for (const auto end = now + time; now < end; now += 250ms) {
            for (const auto& change : director.update(now, {{1, one}, {2, other}}))
                changes.push_back(change);
        }
    }

    RateDirector::Clock::time_point now{1h};
    RateDirector director{{.full_kbps = 4000, .led = true, .sound_kbps = 100}};
    std::vector<RateChange> changes;
};

TEST_F(Director, BeginsWithTheFullPicture) {
    run({}, {});
    EXPECT_TRUE(changes.empty());
    EXPECT_EQ(director.choice(1), video_rendition);
    EXPECT_EQ(director.kbps(video_rendition), 4000U);
}

TEST_F(Director, MovesTheWeakAtOnceAndLeavesTheOthersAlone) {
    run(1100, {});
    EXPECT_EQ(director.choice(1), half_rendition);
    EXPECT_EQ(director.choice(2), video_rendition);
    EXPECT_EQ(director.kbps(half_rendition), 1000U);
    EXPECT_EQ(director.kbps(video_rendition), 4000U);
    ASSERT_FALSE(changes.empty());
    EXPECT_EQ(changes[0].viewer, 1U);
    EXPECT_EQ(changes[0].to, half_rendition);
    EXPECT_EQ(changes[0].to_kbps, 1000U);
    EXPECT_EQ(changes[0].capacity_kbps, 1000U);
}

TEST_F(Director, LowersTheFullPictureALittleForOneWhoAlmostCanFollow) {
    run(3600, {});
    EXPECT_EQ(director.choice(1), video_rendition);
    EXPECT_EQ(director.kbps(video_rendition), 3500U);
}

TEST_F(Director, FollowsTheBestPathIfAllAreWeak) {
    run(2100, 2200);
    EXPECT_EQ(director.choice(1), video_rendition);
    EXPECT_EQ(director.choice(2), video_rendition);
    EXPECT_EQ(director.kbps(video_rendition), 2000U);
    run(900, 1000);
    EXPECT_EQ(director.choice(1), half_rendition);
    EXPECT_EQ(director.choice(2), half_rendition);
}

TEST_F(Director, GoesUpOnlyByWhatIsProven) {
    run(1100, {});
    run(3200, {}, 10s);
    EXPECT_EQ(director.choice(1), half_rendition); // as much as is needed, but nothing to spare
    run(4000, {}, RateDirector::up_hold);
    EXPECT_EQ(director.choice(1), half_rendition);
    run(1100, {});
    run(4000, {}, RateDirector::up_hold);
    EXPECT_EQ(director.choice(1), half_rendition);
    run(4000, {});
    EXPECT_EQ(director.choice(1), video_rendition);
}

TEST_F(Director, WaitsLongerAfterEachTryThatFailed) {
    run(1100, {});
    run({}, {}, RateDirector::up_hold + 250ms);
    ASSERT_EQ(director.choice(1), video_rendition);
    run(1100, {});
    run({}, {}, RateDirector::up_hold + 250ms);
    EXPECT_EQ(director.choice(1), half_rendition);
    run({}, {}, RateDirector::up_hold);
    EXPECT_EQ(director.choice(1), video_rendition);
}

TEST_F(Director, RaisesBitratesSlowlyAndNotByTrifles) {
    run(2100, 2100);
    run(2200, 2200, 10s);
    EXPECT_EQ(director.kbps(video_rendition), 2000U);
    run(2600, 2600);
    run(3600, 3600);
    EXPECT_EQ(director.kbps(video_rendition), 2500U);
    run(3600, 3600, 1s);
    EXPECT_EQ(director.kbps(video_rendition), 3500U);
}

TEST_F(Director, IsNotLedBelowWhatIsReadable) {
    run(1100, {});
    run(1100, 150, 2s);
    EXPECT_EQ(director.kbps(half_rendition), 1000U); // the hopeless do not take it from others
    run(200, 150, 2s);
    EXPECT_EQ(director.kbps(half_rendition), RateDirector::half_floor_kbps);
}

TEST_F(Director, KeepsABitrateThatIsGivenAndMovesTheWeakAllTheSame) {
    RateDirector given({.full_kbps = 4000, .led = false, .sound_kbps = 100});
    std::ignore = given.update(now, {{1, 3600}, {2, 3600}});
    EXPECT_EQ(given.kbps(video_rendition), 4000U);
    EXPECT_EQ(given.choice(1), half_rendition);
    EXPECT_EQ(given.choice(2), half_rendition);
}

TEST_F(Director, TakesAnotherMostAtOnce) {
    run({}, {});
    director.set_most(2000);
    EXPECT_EQ(director.kbps(video_rendition), 2000U);
    EXPECT_EQ(director.kbps(half_rendition), 708U);
    run(1600, {});
    EXPECT_EQ(director.choice(1), video_rendition); // which would not carry three quarters of 4000
    EXPECT_EQ(director.kbps(video_rendition), 1500U);
    run(600, {});
    EXPECT_EQ(director.choice(1), half_rendition);
    EXPECT_EQ(director.useful_kbps(), 2625U);
}

TEST_F(Director, RaisesTheMostAndReturnsToTheFirstOne) {
    director.set_most(8000);
    run({}, {});
    EXPECT_EQ(director.kbps(video_rendition), 8000U);
    run(6100, 6100);
    EXPECT_EQ(director.kbps(video_rendition), 6000U);
    director.set_most({});
    run({}, {}, 2s);
    EXPECT_EQ(director.kbps(video_rendition), 4000U);
    EXPECT_EQ(director.most_kbps(), 4000U);
}

TEST_F(Director, IsNotLedByWhatIsGivenLaterEither) {
    RateDirector given({.full_kbps = 4000, .led = false, .sound_kbps = 100});
    given.set_most(3000);
    std::ignore = given.update(now, {{1, 2600}});
    EXPECT_EQ(given.kbps(video_rendition), 3000U);
    EXPECT_EQ(given.choice(1), half_rendition);
}

TEST_F(Director, ForgetsThoseWhoLeave) {
    run(1100, {});
    std::ignore = director.update(now, {{2, {}}});
    EXPECT_EQ(director.choice(1), video_rendition);
    EXPECT_EQ(director.kbps(half_rendition), 1416U);
}

} // namespace
} // namespace pixelpass
