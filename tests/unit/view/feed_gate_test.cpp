// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/feed_gate.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using Verdict = FeedGate::Verdict;

AccessUnit picture(std::int64_t ms, bool keyframe = false) {
    return {.kind = MediaKind::video,
            .keyframe = keyframe,
            .pts = std::chrono::milliseconds(ms),
            .payload = {},
            .format = {}};
}

AccessUnit sound() {
    return {.kind = MediaKind::audio, .keyframe = true, .pts = {}, .payload = {}, .format = {}};
}

TEST(FeedGate, OpensAtAKeyframe) {
    FeedGate gate;
    EXPECT_EQ(gate.judge(sound(), 0), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(0), 0), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(33, true), 0), Verdict::pass);
    EXPECT_EQ(gate.judge(sound(), 0), Verdict::pass);
    EXPECT_EQ(gate.judge(picture(66), 0), Verdict::pass);
}

TEST(FeedGate, DropsWhatAStalledPlayerCantTakeUpToAKeyframeAfterIt) {
    FeedGate gate;
    EXPECT_EQ(gate.judge(picture(0, true), 0), Verdict::pass);
    EXPECT_EQ(gate.judge(picture(33), FeedGate::high_water), Verdict::pass);
    EXPECT_EQ(gate.judge(picture(66), FeedGate::high_water + 1), Verdict::drop);
    EXPECT_EQ(gate.judge(sound(), FeedGate::low_water + 1), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(99, true), FeedGate::low_water + 1), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(133), 0), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(166, true), FeedGate::low_water), Verdict::pass);
}

TEST(FeedGate, AsksForAKeyframeThatDoesNotCome) {
    FeedGate gate;
    EXPECT_EQ(gate.judge(picture(0), 0), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(1499), 0), Verdict::drop);
    EXPECT_EQ(gate.judge(picture(1500), 0), Verdict::drop_and_ask);
    EXPECT_EQ(gate.judge(picture(1533), 0), Verdict::drop);
}

} // namespace
} // namespace pixelpass
