// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/unit_sorter.h"

#include "view/clock_sync.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Sorter : public testing::Test {
protected:
    std::vector<std::int64_t> out;
    UnitSorter sorter{[this](const SharedUnit& unit) { out.push_back(unit->pts.count()); }};

    bool add(std::uint64_t sequence, bool keyframe = false, std::size_t size = 10) {
        return sorter.add(
            sequence, std::make_shared<const AccessUnit>(AccessUnit{.keyframe = keyframe,
                                                                    .pts = Microseconds(sequence),
                                                                    .payload = SharedBytes::of(Bytes(size)),
                                                                    .format = nullptr}));
    }
};

TEST_F(Sorter, GivesUnitsInTheHostsOrder) {
    EXPECT_TRUE(add(1));
    EXPECT_TRUE(add(2));
    EXPECT_THAT(out, IsEmpty());
    EXPECT_TRUE(add(0, true));
    EXPECT_THAT(out, ElementsAre(0, 1, 2));
}

TEST_F(Sorter, GoesOnAtAKeyframeAfterALoss) {
    add(0, true);
    add(2);
    add(4, true);
    EXPECT_TRUE(sorter.skip(1, 1));
    EXPECT_THAT(out, ElementsAre(0));
    EXPECT_TRUE(sorter.skip(3, 1));
    EXPECT_THAT(out, ElementsAre(0, 4));
    EXPECT_EQ(sorter.lost(), 3U);
}

TEST_F(Sorter, IgnoresWhatComesTwiceOrTooLate) {
    add(0, true);
    add(0, true);
    add(1);
    add(1);
    EXPECT_TRUE(sorter.skip(0, 2));
    EXPECT_THAT(out, ElementsAre(0, 1));
}

TEST_F(Sorter, StartsAtAKeyframe) {
    add(0);
    add(1, true);
    EXPECT_THAT(out, ElementsAre(1));
}

TEST_F(Sorter, RefusesAHostThatLeavesAHoleForEver) {
    bool within = true;
    for (std::uint64_t sequence = 1; within && sequence < 10'000; ++sequence)
        within = add(sequence);
    EXPECT_FALSE(within);
    EXPECT_THAT(out, IsEmpty());
}

TEST_F(Sorter, RefusesMoreBytesThanItsBound) {
    bool within = true;
    for (std::uint64_t sequence = 1; within && sequence < 64; ++sequence)
        within = add(sequence, false, 1U << 20);
    EXPECT_FALSE(within);
}

TEST_F(Sorter, RefusesAnAbsurdSkip) { EXPECT_FALSE(sorter.skip(0, UINT64_MAX)); }

TEST(Clock, BelievesTheShortestRoundTrip) {
    ClockSync clock;
    EXPECT_FALSE(clock.offset());
    clock.add(Microseconds(0), Microseconds(1'000'500), Microseconds(100'000));
    clock.add(Microseconds(200'000), Microseconds(1'201'000), Microseconds(202'000));
    EXPECT_EQ(clock.offset(), Microseconds(1'000'000));
}

TEST(Clock, IgnoresAReplyFromBeforeItsRequest) {
    ClockSync clock;
    clock.add(Microseconds(10), Microseconds(0), Microseconds(5));
    EXPECT_FALSE(clock.offset());
}

} // namespace
} // namespace pixelpass
