// SPDX-License-Identifier: MIT OR Apache-2.0
// PathRate, RateDirector and ViewerQueue together, over simulated links.
#include "simulated_share.h"

#include <gtest/gtest.h>

#include <string>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::SimulatedShare;

constexpr RateDirector::Options usual{.full_kbps = 4000, .led = true, .sound_kbps = 128};
/// What a viewer may see of a change: 2 s of it, and from then on no more delay than this.
constexpr auto change = 2s;
constexpr Microseconds bound = 500ms;
constexpr auto return_limit = 10s;

class Steps : public testing::TestWithParam<std::tuple<unsigned, unsigned, double, double>> {};

TEST_P(Steps, KeepTheDelayAndComeBack) {
    const auto [high, low, loss, fill] = GetParam();
    SimulatedShare share(usual, 2);
    share.fill = fill;
    auto& weak = *share.viewers[0];
    weak.link.loss = loss;
    weak.link.kbps = high;
    share.run(10s);
    ASSERT_EQ(share.moves(), 0);
    weak.link.kbps = low;
    share.run(change);
    EXPECT_LE(share.greatest_wait(0, 20s), bound);
    EXPECT_EQ(weak.rendition, half_rendition);
    weak.link.kbps = high;
    EXPECT_LT(share.run_until(20s, [&] { return weak.rendition == video_rendition; }), return_limit);
    share.run(change);
    EXPECT_LE(share.greatest_wait(0, 20s), bound);
    EXPECT_EQ(share.moves(), 2);
    EXPECT_EQ(share.director.kbps(video_rendition), usual.full_kbps);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(Rate, Steps, testing::Values(
    std::tuple(20'000U, 1'000U, 0.00, 1.0), std::tuple(20'000U, 1'000U, 0.03, 1.0),
    std::tuple(20'000U, 2'000U, 0.00, 1.0), std::tuple(20'000U, 2'000U, 0.03, 1.0),
    std::tuple(20'000U, 1'000U, 0.03, 0.5),
    std::tuple( 6'000U, 2'000U, 0.00, 1.0), std::tuple( 6'000U, 2'000U, 0.03, 1.0)));
// clang-format on

TEST(RateControl, LeavesTheOthersAlone) {
    SimulatedShare share(usual, 2);
    share.run(5s);
    const auto before = share.greatest_wait(1, 10s);
    share.viewers[0]->link.kbps = 1000;
    EXPECT_LE(share.greatest_wait(1, 20s), before + 5ms);
    EXPECT_EQ(share.viewers[1]->rendition, video_rendition);
    EXPECT_EQ(share.director.kbps(video_rendition), usual.full_kbps);
    EXPECT_EQ(share.viewers[1]->queue.stats().dropped, 0U);
}

TEST(RateControl, LowersTheFullPictureForTheOnlyViewer) {
    SimulatedShare share(usual);
    share.viewers[0]->link.kbps = 3000;
    share.run(change);
    EXPECT_LE(share.greatest_wait(0, 20s), bound);
    EXPECT_EQ(share.moves(), 0);
    EXPECT_GT(share.director.kbps(video_rendition), 2000U);
    EXPECT_LT(share.director.kbps(video_rendition), 3000U);
}

TEST(RateControl, GivesTheOnlyViewerTheHalfPictureIfItsPathCarriesLittle) {
    SimulatedShare share(usual);
    share.viewers[0]->link.kbps = 1000;
    share.run(change);
    EXPECT_LE(share.greatest_wait(0, 20s), bound);
    EXPECT_EQ(share.viewers[0]->rendition, half_rendition);
    EXPECT_GT(share.director.kbps(half_rendition), 500U);
}

TEST(RateControl, TakesNoHiccupAtTheStartForALimit) {
    SimulatedShare share(usual);
    share.run(200ms);
    share.viewers[0]->link.kbps = 0;
    share.run(800ms);
    share.viewers[0]->link.kbps = 20'000;
    share.run(10s);
    EXPECT_TRUE(share.changes.empty());
}

TEST(RateControl, DoesNotOscillate) {
    SimulatedShare share(usual, 2);
    share.viewers[0]->link.kbps = 2200;
    share.run(10s);
    const auto settled = share.changes.size();
    share.run(120s);
    EXPECT_EQ(share.moves(), 1);
    EXPECT_LE(share.changes.size(), settled + 2);
    EXPECT_LE(share.greatest_wait(0, 20s), bound);
}

TEST(RateControl, DoesNotTakeRandomLossForCongestion) {
    SimulatedShare share(usual);
    share.viewers[0]->link.loss = 0.03;
    share.run(60s);
    EXPECT_TRUE(share.changes.empty());
}

TEST(RateControl, GivesAStillScreenBackInFull) {
    SimulatedShare share(usual, 2);
    share.viewers[0]->link.kbps = 1000;
    share.run(10s);
    ASSERT_EQ(share.viewers[0]->rendition, half_rendition);
    share.fill = 0.02; // nothing of the stream itself would tell that the path has become better
    share.viewers[0]->link.kbps = 20'000;
    EXPECT_LT(share.run_until(20s, [&] { return share.viewers[0]->rendition == video_rendition; }),
              return_limit);
}

TEST(RateControl, SurvivesAPathThatCarriesNothingForAWhile) {
    SimulatedShare share(usual, 2);
    share.run(5s);
    share.viewers[0]->link.kbps = 0;
    share.run(3s);
    share.viewers[0]->link.kbps = 20'000;
    EXPECT_LT(share.run_until(20s, [&] { return !share.viewers[0]->rate.capacity_kbps(); }), return_limit);
    EXPECT_LT(share.run_until(20s, [&] { return share.viewers[0]->rendition == video_rendition; }),
              return_limit);
}

} // namespace
} // namespace pixelpass
