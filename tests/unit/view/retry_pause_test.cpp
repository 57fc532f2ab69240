// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/retry_pause.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using std::chrono::milliseconds;

TEST(RetryPause, GrowsUpToABound) {
    RetryPause pause;
    EXPECT_EQ(pause.next(0.5), milliseconds(500));
    EXPECT_EQ(pause.next(0.5), milliseconds(1000));
    for (int i = 0; i < 100; ++i)
        EXPECT_EQ(pause.next(0.5), RetryPause::longest);
}

TEST(RetryPause, IsNotTheSameForAll) {
    RetryPause early;
    RetryPause late;
    EXPECT_EQ(early.next(0), milliseconds(400));
    EXPECT_EQ(late.next(1), milliseconds(600));
    // What chance did to one changes nothing in the next.
    EXPECT_EQ(early.next(0.5), late.next(0.5));
}

} // namespace
} // namespace pixelpass
