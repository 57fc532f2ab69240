// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/timeline.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Timeline, IsThatOfTheFirstSource) {
    Timeline line;
    EXPECT_EQ(line.place(seconds(7000), seconds(10), {}), seconds(7000));
    EXPECT_EQ(line.place(seconds(7001), seconds(11), seconds(6990)), seconds(7001));
}

TEST(Timeline, GoesOnWithWhatWasCapturedWhen) {
    Timeline line;
    // A host whose clock is far ahead; each unit takes 100 ms.
    EXPECT_EQ(line.place(seconds(7000) - milliseconds(100), seconds(10), seconds(6990)),
              seconds(7000) - milliseconds(100));
    line.cut();
    // A card, on the viewer's own clock.
    EXPECT_EQ(line.place(seconds(13), seconds(13), seconds(0)), seconds(7003));
    line.cut();
    // A host that was restarted on a machine that was, too.
    EXPECT_EQ(line.place(seconds(1), seconds(20), seconds(-18)), seconds(7009));
    EXPECT_EQ(line.place(seconds(2), seconds(21), seconds(-18)), seconds(7010));
}

TEST(Timeline, TakesTheBestEstimateOfTheFirstClock) {
    Timeline line;
    (void)line.place(seconds(100), seconds(10), seconds(85));
    (void)line.place(seconds(101), seconds(11), seconds(90));
    line.cut();
    EXPECT_EQ(line.place(seconds(20), seconds(20), seconds(0)), seconds(110));
}

TEST(Timeline, DoesNotBendWithinASource) {
    Timeline line;
    (void)line.place(seconds(100), seconds(10), seconds(90));
    line.cut();
    EXPECT_EQ(line.place(seconds(20), seconds(20), seconds(0)), seconds(110));
    EXPECT_EQ(line.place(seconds(21), seconds(25), milliseconds(300)), seconds(111));
}

TEST(Timeline, TakesUnitsOfAnUnknownClockForNew) {
    Timeline line;
    (void)line.place(seconds(100), seconds(10), seconds(90));
    line.cut();
    EXPECT_EQ(line.place(seconds(5), seconds(30), {}), seconds(120));
    EXPECT_EQ(line.place(seconds(6), seconds(32), seconds(-26)), seconds(121));
}

TEST(Timeline, GoesBackToTheFirstSource) {
    Timeline line;
    (void)line.place(seconds(100), seconds(10), seconds(90));
    line.cut();
    (void)line.place(seconds(12), seconds(12), seconds(0));
    line.cut();
    EXPECT_EQ(line.place(seconds(105), seconds(15), seconds(90)), seconds(105));
    EXPECT_EQ(line.place(seconds(106), seconds(16), seconds(91)), seconds(106));
}

TEST(Timeline, HoldsWhateverAHostSays) {
    Timeline line;
    for (const auto pts : {Microseconds::max(), Microseconds::min(), Microseconds::max()}) {
        for (const auto ahead : {Microseconds::max(), Microseconds::min()}) {
            EXPECT_LT(std::chrono::abs(line.place(pts, seconds(10), ahead)), std::chrono::years(301));
            line.cut();
        }
    }
}

} // namespace
} // namespace pixelpass
