// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/turned_away.h"

#include "support/run_until.h"

#include <gtest/gtest.h>

#include <vector>

namespace pixelpass {
namespace {

TEST(TurnedAwayNotices, TellOfTheFirstAtOnceAndOfTheRestTogether) {
    std::vector<TurnedAway> told;
    TurnedAwayNotices notices([&](const TurnedAway& viewer) { told.push_back(viewer); },
                              std::chrono::milliseconds(10));
    notices.take("a", "the password is wrong");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].id, "a");
    EXPECT_EQ(told[0].reason, "the password is wrong");
    EXPECT_EQ(told[0].attempts_before, 0U);
    for (const char* id : {"b", "c", "d"})
        notices.take(id, "all places are taken");
    EXPECT_EQ(told.size(), 1U);
    ASSERT_TRUE(test::run_until([&] { return told.size() == 2; }));
    EXPECT_EQ(told[1].id, "d");
    EXPECT_EQ(told[1].attempts_before, 2U);
    // After a pause in which nobody came the next is told at once again.
    bool passed = false;
    const auto pause = after(std::chrono::milliseconds(10), [&] { passed = true; });
    ASSERT_TRUE(test::run_until([&] { return passed; }));
    notices.take("e", "the ticket has expired");
    ASSERT_EQ(told.size(), 3U);
    EXPECT_EQ(told[2].attempts_before, 0U);
}

} // namespace
} // namespace pixelpass
