// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/broadcast.h"

#include "base/inbox.h"
#include "fake_sender.h"
#include "fanout/viewer_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::delta;
using test::keyframe;
using test::sound;

class FakeViewer final : public Subscriber {
public:
    [[nodiscard]] bool wants(Rendition rendition) const override {
        return std::ranges::find(wanted, rendition) != wanted.end();
    }
    void offer(const SharedUnit& unit) override { units.push_back(unit); }

    std::vector<Rendition> wanted{video_rendition, aac_rendition};
    std::vector<SharedUnit> units;
};

class Sharing : public testing::Test {
protected:
    Broadcast::Clock::time_point now{1h};
    std::vector<std::pair<Rendition, bool>> demand;
    int forced = 0;
    Broadcast broadcast{
        {.on_demand = [this](Rendition rendition, bool wanted) { demand.emplace_back(rendition, wanted); },
         .on_keyframe_needed = [this](Rendition) { ++forced; },
         .now = [this] { return now; }}};
};

TEST_F(Sharing, EncodesNothingForNobody) {
    FakeViewer viewer;
    broadcast.add(viewer);
    EXPECT_EQ(demand.size(), 2U);
    broadcast.remove(viewer);
    ASSERT_EQ(demand.size(), 4U);
    EXPECT_FALSE(demand[2].second);
    EXPECT_FALSE(demand[3].second);
}

TEST_F(Sharing, EncodesOnceForMany) {
    FakeViewer one;
    FakeViewer two;
    broadcast.add(one);
    broadcast.add(two);
    EXPECT_EQ(demand.size(), 2U);
    const auto unit = keyframe();
    broadcast.offer(unit);
    EXPECT_EQ(one.units.front().get(), two.units.front().get());
}

TEST_F(Sharing, StopsAKindThatNobodyWantsAnyMore) {
    FakeViewer viewer;
    broadcast.add(viewer);
    viewer.wanted = {video_rendition};
    broadcast.update();
    EXPECT_EQ(demand.back(), std::pair(aac_rendition, false));
    broadcast.offer(sound());
    EXPECT_TRUE(viewer.units.empty());
}

TEST_F(Sharing, GivesEachViewerTheRenditionThatItWants) {
    FakeViewer one;
    FakeViewer two;
    two.wanted = {opus_rendition};
    broadcast.add(one);
    broadcast.add(two);
    EXPECT_EQ(demand.back(), std::pair(opus_rendition, true));
    const auto opus = sound(opus_rendition);
    broadcast.offer(sound());
    broadcast.offer(opus);
    EXPECT_EQ(one.units.size(), 1U);
    ASSERT_EQ(two.units.size(), 1U);
    EXPECT_EQ(two.units[0], opus);
    broadcast.remove(two);
    EXPECT_EQ(demand.back(), std::pair(opus_rendition, false));
}

TEST_F(Sharing, SharesAKeyframeAmongThoseWhoJoinTogether) {
    FakeViewer viewer;
    broadcast.add(viewer);
    broadcast.request_keyframe(video_rendition);
    broadcast.request_keyframe(video_rendition);
    EXPECT_EQ(forced, 1);
    now += 100ms;
    broadcast.request_keyframe(video_rendition);
    EXPECT_EQ(forced, 1);
    now += Broadcast::keyframe_interval;
    broadcast.offer(delta());
    EXPECT_EQ(forced, 2);
}

TEST_F(Sharing, ForcesNoKeyframeThatComesByItself) {
    FakeViewer viewer;
    broadcast.add(viewer);
    broadcast.request_keyframe(video_rendition);
    now += 100ms;
    broadcast.request_keyframe(video_rendition);
    broadcast.offer(keyframe());
    now += 1s;
    broadcast.offer(delta());
    EXPECT_EQ(forced, 1);
}

// For the thread sanitizer: units come from a streaming thread, and settle on the network's threads.
TEST(SharingAcrossThreads, HandsOverEveryUnitOnce) {
    constexpr int count = 2000;
    MainLoop loop;
    Broadcast broadcast({.on_demand = [](Rendition, bool) {}, .on_keyframe_needed = [](Rendition) {}});
    test::FakeSender network;
    network.sent.reserve(count);
    std::mutex settling;
    std::vector<test::FakeSender::Sent> unsettled;
    ViewerQueue queue(network, {.on_skip = [](const wire::Skip&) {}});
    struct QueueViewer final : Subscriber {
        [[nodiscard]] bool wants(Rendition) const override { return true; }
        void offer(const SharedUnit& unit) override { queue->offer(unit); }
        ViewerQueue* queue = nullptr;
    } viewer;
    viewer.queue = &queue;
    broadcast.add(viewer);
    int received = 0;
    Inbox<SharedUnit> inbox(count, [&](const SharedUnit& unit) {
        broadcast.offer(unit);
        const std::lock_guard lock(settling);
        unsettled.push_back(network.sent.back());
        if (++received == count)
            loop.quit();
    });
    std::jthread network_thread([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            const std::lock_guard lock(settling);
            for (const auto& one : unsettled)
                one.settle();
            unsettled.clear();
        }
    });
    std::thread streaming([&] {
        for (int i = 0; i < count; ++i)
            EXPECT_TRUE(inbox.push(i % 30 == 0 ? keyframe() : delta()));
    });
    loop.run();
    streaming.join();
    EXPECT_EQ(received, count);
    EXPECT_EQ(queue.stats().sent + queue.stats().dropped, static_cast<std::uint64_t>(count));
    broadcast.remove(viewer);
}

} // namespace
} // namespace pixelpass
