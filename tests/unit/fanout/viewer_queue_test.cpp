// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/viewer_queue.h"

#include "fake_sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::delta;
using test::keyframe;
using test::sound;
using testing::ElementsAre;

class Queue : public testing::Test {
protected:
    test::FakeSender network;
    ViewerQueue::Clock::time_point now{1h};
    std::vector<wire::Skip> skips;
    ViewerQueue queue{network,
                      {.on_skip = [this](const wire::Skip& skip) { skips.push_back(skip); },
                       .now = [this] { return now; }}};

    void settle_all() {
        for (const auto& one : network.sent)
            one.settle();
    }
};

TEST_F(Queue, StartsAtAKeyframe) {
    queue.offer(delta());
    EXPECT_TRUE(network.sent.empty());
    queue.offer(keyframe());
    queue.offer(delta());
    ASSERT_EQ(network.sent.size(), 2U);
    EXPECT_TRUE(network.sent[0].header.keyframe);
    EXPECT_EQ(network.sent[0].header.sequence, 0U);
    EXPECT_EQ(network.sent[1].header.sequence, 1U);
}

TEST_F(Queue, AsksForAKeyframeThatDoesNotComeByItself) {
    int asked = 0;
    ViewerQueue still(network, {.on_skip = [](const wire::Skip&) {},
                                .on_keyframe_needed =
                                    [&](Rendition rendition) {
                                        EXPECT_EQ(rendition, half_rendition);
                                        ++asked;
                                    },
                                .now = [this] { return now; }});
    const auto offer = [&](Microseconds pts, bool key = false) {
        still.offer(test::make_unit(half_rendition, key, 1000, pts));
    };
    offer(10s);
    offer(11s);
    EXPECT_EQ(asked, 0);
    offer(12s);
    EXPECT_EQ(asked, 1);
    offer(13s);
    EXPECT_EQ(asked, 1) << "once in a while";
    offer(13500ms);
    EXPECT_EQ(asked, 2);
    offer(14s, true);
    EXPECT_EQ(network.sent.size(), 1U);
    offer(16s);
    EXPECT_EQ(asked, 2);
    // While a keyframe is under way there is no room for another.
    now += 2s;
    for (const auto pts : {17s, 19s, 21s})
        offer(pts);
    EXPECT_EQ(asked, 2);
}

TEST_F(Queue, PutsSoundFirstAndTheNewestGopBeforeOlderOnes) {
    queue.offer(keyframe());
    queue.offer(delta());
    queue.offer(keyframe());
    queue.offer(sound());
    const auto& sent = network.sent;
    EXPECT_GT(sent[0].priority, sent[1].priority); // in a GOP the older unit first
    EXPECT_GT(sent[2].priority, sent[0].priority);
    EXPECT_GT(sent[3].priority, sent[2].priority);
}

TEST_F(Queue, KeepsAllWhileTheViewerKeepsUp) {
    queue.offer(keyframe());
    for (int i = 0; i < 100; ++i) {
        now += 33ms;
        settle_all();
        queue.offer(delta());
    }
    EXPECT_EQ(network.sent.size(), 101U);
    EXPECT_TRUE(skips.empty());
    EXPECT_EQ(queue.stats().dropped, 0U);
}

TEST_F(Queue, StopsWhenTheViewerFallsBehindAndGoesOnAtTheNextKeyframe) {
    queue.offer(keyframe());
    settle_all();
    queue.offer(delta());
    queue.offer(delta());
    now += ViewerQueue::age_bound + 1ms;
    queue.offer(delta());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0, 1, 2)); // what is under way may arrive
    settle_all();
    queue.offer(delta());
    EXPECT_EQ(network.sent.size(), 3U);
    queue.offer(keyframe());
    EXPECT_EQ(network.sent.back().header.sequence, 3U);
    EXPECT_TRUE(skips.empty());
    EXPECT_EQ(queue.stats().dropped, 2U);
}

TEST_F(Queue, GivesUpWhatTheNextKeyframeFindsUnderWay) {
    queue.offer(keyframe());
    settle_all();
    queue.offer(delta());
    queue.offer(delta());
    now += ViewerQueue::age_bound + 1ms;
    queue.offer(keyframe());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0, 3));
    ASSERT_EQ(skips.size(), 1U);
    EXPECT_EQ(skips[0].first_sequence, 1U);
    EXPECT_EQ(skips[0].count, 2U);
}

TEST_F(Queue, GivesUpWhatIsTwiceTooOld) {
    queue.offer(keyframe());
    settle_all();
    queue.offer(delta());
    now += 2 * ViewerQueue::age_bound + 1ms;
    queue.offer(delta());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0));
    EXPECT_EQ(skips.size(), 1U);
}

TEST_F(Queue, LetsAKeyframeOnItsWayArrive) {
    queue.offer(keyframe());
    queue.offer(delta());
    now += ViewerQueue::age_bound + 1ms;
    queue.offer(keyframe()); // another would only starve the one that is under way
    EXPECT_EQ(network.sent.size(), 2U);
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0));
    network.sent[0].settle();
    queue.offer(keyframe());
    EXPECT_EQ(network.sent.size(), 3U);
}

TEST_F(Queue, GivesUpAKeyframeThatTakesForEver) {
    queue.offer(keyframe());
    now += ViewerQueue::keyframe_patience + 1ms;
    queue.offer(delta());
    EXPECT_TRUE(network.kept_sequences().empty());
    queue.offer(keyframe());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(1));
}

TEST_F(Queue, AllowsForTheRoundTripsOfALongPath) {
    queue.set_round_trip(200ms);
    queue.offer(keyframe());
    now += ViewerQueue::age_bound + 500ms;
    queue.offer(delta());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0, 1));
}

TEST_F(Queue, GivesUpSoundThatIsTooOldWithoutWaitingForAKeyframe) {
    queue.offer(sound());
    now += ViewerQueue::age_bound + 1ms;
    queue.offer(sound());
    EXPECT_THAT(network.kept_sequences(), ElementsAre(1));
    ASSERT_EQ(skips.size(), 1U);
    EXPECT_EQ(skips[0].kind, MediaKind::audio);
}

TEST_F(Queue, BoundsTheBytesOnTheirWay) {
    queue.offer(keyframe());
    for (int i = 0; i < 20; ++i)
        queue.offer(test::make_unit(video_rendition, false, 1U << 20));
    EXPECT_LE(network.sent.size(), 11U);
    EXPECT_FALSE(skips.empty());
}

TEST_F(Queue, TellsTheAgeOfItsBacklog) {
    queue.offer(keyframe());
    now += 40ms;
    EXPECT_EQ(queue.backlog_age(), 40ms);
}

TEST_F(Queue, GivesUpWhatWaitsOfAnotherRendition) {
    queue.offer(keyframe());
    settle_all();
    queue.offer(delta());
    queue.offer(delta());
    now += 60ms;
    queue.offer(test::make_unit(half_rendition, true));
    queue.offer(test::make_unit(half_rendition));
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0, 3, 4));
    EXPECT_EQ(network.sent.back().header.rendition, half_rendition.id);
    ASSERT_EQ(skips.size(), 1U);
    EXPECT_EQ(skips[0].count, 2U);
}

TEST_F(Queue, BeginsAnotherRenditionEvenBehindAKeyframeThatIsSpared) {
    queue.offer(keyframe());
    now += ViewerQueue::age_bound + 1ms;
    queue.offer(delta());
    queue.offer(test::make_unit(half_rendition, true));
    EXPECT_THAT(network.kept_sequences(), ElementsAre(1));
}

TEST_F(Queue, LosesNothingWhenItGoesToAnotherRenditionInTime) {
    queue.set_round_trip(50ms);
    queue.offer(keyframe());
    now += 33ms;
    queue.offer(test::make_unit(half_rendition, true));
    EXPECT_THAT(network.kept_sequences(), ElementsAre(0, 1));
    EXPECT_TRUE(skips.empty());
}

TEST_F(Queue, TellsHowLongPicturesCertainlyWaited) {
    std::vector<std::optional<Microseconds>> waits;
    ViewerQueue told(network, {.on_skip = {},
                               .on_settled = [&](std::size_t, auto waited) { waits.push_back(waited); },
                               .now = [this] { return now; }});
    told.set_round_trip(20ms);
    told.offer(keyframe());
    now += 70ms;
    told.offer(sound());
    EXPECT_EQ(told.picture_waits(), 50ms);
    now += 900ms; // when within these it has arrived is not known
    settle_all();
    told.look();
    EXPECT_THAT(waits, ElementsAre(Microseconds(50ms), std::nullopt));
    EXPECT_EQ(told.picture_waits(), 0ms);
}

} // namespace
} // namespace pixelpass
