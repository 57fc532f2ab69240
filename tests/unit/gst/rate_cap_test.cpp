// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/rate_cap.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

/// How many pictures of ten seconds of a source of that rate are kept; each is off by up to `jitter`.
int kept(unsigned source_rate, unsigned cap, std::chrono::nanoseconds jitter = 0ns) {
    RateCap rate(cap);
    int count = 0;
    for (unsigned i = 0; i < source_rate * 10; ++i) {
        const auto off = i % 3 == 0 ? jitter : i % 3 == 1 ? -jitter : 0ns;
        count += rate.admit(1h + std::chrono::nanoseconds(10s) * i / (source_rate * 10) + off);
    }
    return count;
}

TEST(RateCap, KeepsAllOfASlowSource) {
    EXPECT_EQ(kept(25, 30), 250);
    EXPECT_EQ(kept(30, 30), 300);
    EXPECT_EQ(kept(30, 30, 2ms), 300);
}

TEST(RateCap, ThinsAFastSourceOutEvenly) {
    for (const unsigned source : {50U, 59U, 60U, 75U, 144U, 180U}) {
        EXPECT_NEAR(kept(source, 30), 300, 2) << source;
        EXPECT_NEAR(kept(source, 30, 1ms), 300, 3) << source;
    }
}

TEST(RateCap, LetsTwoComeInARow) {
    RateCap rate(10);
    EXPECT_TRUE(rate.admit(1s));
    EXPECT_TRUE(rate.admit(1010ms));
    EXPECT_FALSE(rate.admit(1020ms));
    EXPECT_EQ(rate.due(), 1100ms);
    EXPECT_TRUE(rate.admit(1100ms));
    EXPECT_FALSE(rate.admit(1150ms));
}

TEST(RateCap, GoesOnAfterAPauseAndAfterAStepBack) {
    RateCap rate(10);
    EXPECT_TRUE(rate.admit(1s));
    EXPECT_TRUE(rate.admit(60s));
    EXPECT_TRUE(rate.admit(2s));
}

} // namespace
} // namespace pixelpass
