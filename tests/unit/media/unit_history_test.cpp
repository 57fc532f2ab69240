// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/unit_history.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

class History : public testing::Test {
protected:
    void keep(Microseconds pts, bool keyframe, std::size_t size = 100) {
        Bytes bytes(size);
        history.keep({.kind = MediaKind::video,
                      .keyframe = keyframe,
                      .pts = pts,
                      .payload = {.owner = nullptr, .view = bytes},
                      .format = nullptr});
    }

    /// A picture every 100 ms and a keyframe every second, from `start` on.
    void keep_seconds(int start, int count) {
        for (int i = 0; i < 10 * count; ++i)
            keep(start * 1s + i * 100ms, i % 10 == 0);
    }

    UnitHistory history;
};

TEST_F(History, BeginsAtAKeyframe) {
    keep(1s, false);
    history.keep({.kind = MediaKind::audio, .keyframe = true, .payload = {}, .format = nullptr});
    EXPECT_TRUE(history.empty());
    keep(2s, true);
    keep(2100ms, false);
    EXPECT_EQ(history.end() - history.begin(), 2);
    EXPECT_EQ(history[history.begin()]->pts, 2s);
}

TEST_F(History, HoldsTheLastHalfMinuteInWholeGops) {
    keep_seconds(0, 100);
    const auto& oldest = *history[history.begin()];
    EXPECT_TRUE(oldest.keyframe);
    EXPECT_EQ(oldest.pts, 69s);
    EXPECT_EQ(history.newest(), 99'900ms);
    EXPECT_EQ(history.end(), 1000);
}

TEST_F(History, KeepsNoMoreThanItMay) {
    keep_seconds(0, 5);
    keep(5s, true, UnitHistory::byte_bound - 2000);
    EXPECT_EQ(history[history.begin()]->pts, 5s);
    keep(5100ms, false, 2000);
    EXPECT_TRUE(history.empty()) << "a GOP that is larger can't be kept";
    keep(5200ms, false);
    EXPECT_TRUE(history.empty());
    keep(6s, true);
    EXPECT_EQ(history.newest(), 6s);
}

TEST_F(History, FindsWhatWasThereAtATimeAndWhatItIsDecodedFrom) {
    keep_seconds(10, 3);
    const auto picture = history.picture_at(11'550ms);
    EXPECT_EQ(history[picture]->pts, 11'500ms);
    EXPECT_EQ(history[history.keyframe_of(picture)]->pts, 11s);
    EXPECT_EQ(history.keyframe_of(history.keyframe_of(picture)), history.keyframe_of(picture));
    EXPECT_EQ(history.picture_at(0s), history.begin());
    EXPECT_EQ(history.picture_at(99s), history.end() - 1);
}

} // namespace
} // namespace pixelpass
