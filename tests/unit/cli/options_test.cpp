// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/options.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

TEST(Options, ReadDurations) {
    EXPECT_EQ(parse_duration("90"), 90s);
    EXPECT_EQ(parse_duration("90s"), 90s);
    EXPECT_EQ(parse_duration("15m"), 15min);
    EXPECT_EQ(parse_duration("2h"), 2h);
    EXPECT_EQ(parse_duration("1d"), 24h);
    EXPECT_EQ(parse_duration("365d"), 24h * 365);
}

TEST(Options, RefuseWhatIsNoDuration) {
    for (const char* text : {"", "0", "0m", "m", "-5", " 5", "5 m", "1h30m", "2w", "2M", "366d", "9999999999",
                             "999999999d", "1.5h", "+5"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

} // namespace
} // namespace pixelpass
