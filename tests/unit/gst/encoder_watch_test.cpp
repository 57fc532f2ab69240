// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_watch.h"

#include <gtest/gtest.h>

#include <optional>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using Finding = EncoderWatch::Finding;

/// An encoder by its counts, in a time of its own.
class EncoderWatchTest : public testing::Test {
protected:
    /// The first finding within `duration` of so many pictures a second, and when it came.
    std::optional<std::chrono::milliseconds> find(Finding finding, std::chrono::milliseconds duration,
                                                  double given, double missed, double units) {
        const auto begin = now;
        const auto before = flow;
        while (now - begin < duration) {
            now += EncoderWatch::interval;
            const double seconds = std::chrono::duration<double>(now - begin).count();
            flow.given = before.given + static_cast<std::uint64_t>(given * seconds);
            flow.missed = before.missed + static_cast<std::uint64_t>(missed * seconds);
            flow.units = before.units + static_cast<std::uint64_t>(units * seconds);
            // A picture is encoded within a millisecond, or never.
            if (given > 0)
                flow.given_at = now - 1ms;
            if (units > 0)
                flow.unit_at = now;
            const auto found = watch->look(flow, now);
            if (found == finding)
                return std::chrono::duration_cast<std::chrono::milliseconds>(now - begin);
            if (found != Finding::fine)
                return {};
        }
        return {};
    }
    bool is_fine(std::chrono::milliseconds duration, double given, double missed, double units) {
        const auto end = now + duration;
        return !find(Finding::hangs, duration, given, missed, units) && now == end;
    }

    std::optional<EncoderWatch> watch{true};
    EncoderWatch::Time now{};
    EncoderWatch::Flow flow;
};

TEST_F(EncoderWatchTest, LetsAnEncoderBeThatKeepsUp) {
    EXPECT_TRUE(is_fine(10s, 0, 0, 0)) << "without a picture";
    EXPECT_TRUE(is_fine(10s, 30, 0, 30));
    EXPECT_TRUE(is_fine(10s, 20, 10, 20)) << "a third is missed";
    EXPECT_TRUE(is_fine(10s, 1.1, 0, 1.1)) << "a still screen";
    EXPECT_TRUE(is_fine(10s, 30, 0, 10)) << "it leaves pictures out";
}

TEST_F(EncoderWatchTest, FindsWithinASecondThatADriverHangs) {
    ASSERT_TRUE(is_fine(1s, 30, 0, 30));
    ASSERT_TRUE(is_fine(EncoderWatch::interval, 10, 0, 0)) << "it takes some more";
    const auto found = find(Finding::hangs, 10s, 0, 30, 0);
    ASSERT_TRUE(found);
    EXPECT_LE(*found, 800ms);
}

TEST_F(EncoderWatchTest, FindsAnEncoderThatTakesPicturesAndGivesNothing) {
    ASSERT_TRUE(is_fine(1s, 30, 0, 30));
    EXPECT_TRUE(find(Finding::hangs, 1s, 30, 0, 0));
    watch.emplace(true);
    flow = {};
    EXPECT_TRUE(find(Finding::hangs, 6s, 30, 0, 0)) << "from the beginning";
}

TEST_F(EncoderWatchTest, BlamesNobodyForATimeWhenNothingRan) {
    ASSERT_TRUE(is_fine(EncoderWatch::interval, 30, 0, 30));
    ASSERT_TRUE(is_fine(EncoderWatch::interval, 30, 0, 0));
    now += 1min;
    EXPECT_TRUE(is_fine(EncoderWatch::interval, 0, 1, 0));
    EXPECT_TRUE(is_fine(5s, 30, 0, 30));
}

TEST_F(EncoderWatchTest, GivesAnEncoderTimeToStart) {
    EXPECT_TRUE(is_fine(EncoderWatch::interval, 10, 0, 0));
    EXPECT_TRUE(is_fine(4s, 0, 30, 0));
    EXPECT_TRUE(is_fine(5s, 30, 0, 30)) << "what was missed meanwhile does not matter";
}

TEST_F(EncoderWatchTest, HasPatienceWithSoftware) {
    watch.emplace(false);
    ASSERT_TRUE(is_fine(1s, 30, 0, 30));
    EXPECT_TRUE(is_fine(EncoderWatch::interval, 10, 0, 0));
    EXPECT_TRUE(is_fine(4s, 0, 0, 0));
    EXPECT_TRUE(find(Finding::hangs, 10s, 0, 0, 0));
}

TEST_F(EncoderWatchTest, FindsThatAnEncoderIsTooSlow) {
    ASSERT_TRUE(is_fine(1s, 30, 0, 30));
    const auto found = find(Finding::slow, 10s, 10, 20, 10);
    ASSERT_TRUE(found);
    EXPECT_LE(*found, 3s);
    EXPECT_TRUE(is_fine(10s, 10, 20, 10)) << "that is told once";
    EXPECT_TRUE(find(Finding::hangs, 10s, 10, 20, 0)) << "and all else still is";
}

} // namespace
} // namespace pixelpass
