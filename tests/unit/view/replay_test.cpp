// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/replay.h"

#include "support/run_until.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

class ReplayOf : public testing::Test {
protected:
    ReplayOf() {
        // A second: a keyframe at 0 and 500 ms, a picture every 100 ms, with sound.
        for (int i = 0; i < 10; ++i) {
            keep(MediaKind::video, i * 100ms, i % 5 == 0);
            keep(MediaKind::audio, i * 100ms, true);
        }
    }

    void keep(MediaKind kind, Microseconds pts, bool keyframe) {
        history.keep({.kind = kind, .keyframe = keyframe, .pts = pts, .payload = {}, .format = nullptr});
    }

    bool take(const AccessUnit& unit, bool seen) {
        if (full)
            return false;
        const auto ms = static_cast<int>(unit.pts / 1ms);
        (unit.kind == MediaKind::audio ? heard : seen ? shown : decoded).push_back(ms);
        return true;
    }

    UnitHistory history;
    std::vector<int> decoded, shown, heard; ///< by their PTS in ms
    bool full = false;
    bool live = false;
    Replay replay{history,
                  {.show = [this](const SharedUnit& unit, bool seen) { return take(*unit, seen); },
                   .on_live = [this] { live = true; }}};
};

TEST_F(ReplayOf, DecodesFromTheKeyframeOnAndShowsFromTheMomentOn) {
    replay.go(730ms, false);
    ASSERT_TRUE(test::run_until([this] { return live; }));
    EXPECT_THAT(decoded, ElementsAre(500, 600));
    EXPECT_THAT(shown, ElementsAre(700, 800, 900));
    EXPECT_THAT(heard, ElementsAre(700, 800, 900));
    EXPECT_GE(replay.position(), 900ms) << "it takes as long as it took";
}

TEST_F(ReplayOf, CatchesUpWithoutSoundThatWasHeard) {
    replay.catch_up();
    EXPECT_EQ(replay.behind(), 0us) << "for so short a time";
    keep(MediaKind::audio, 910ms, true);
    ASSERT_TRUE(test::run_until([this] { return live; }));
    EXPECT_THAT(decoded, ElementsAre(500, 600, 700, 800));
    EXPECT_THAT(shown, ElementsAre(900));
    EXPECT_THAT(heard, ElementsAre(910));
}

TEST_F(ReplayOf, ShowsOnePictureWhilePausedAndGoesOnFromThere) {
    replay.go(620ms, true);
    ASSERT_TRUE(test::run_until([this] { return !shown.empty(); }));
    EXPECT_THAT(shown, ElementsAre(600));
    EXPECT_EQ(replay.position(), 620ms);
    EXPECT_EQ(replay.behind(), 280ms);
    EXPECT_FALSE(live);
    replay.pause(false);
    ASSERT_TRUE(test::run_until([this] { return live; }));
    EXPECT_THAT(shown, ElementsAre(600, 700, 800, 900));
}

TEST_F(ReplayOf, OffersAgainWhatTheDecoderHadNoRoomFor) {
    full = true;
    replay.go(900ms, false);
    ASSERT_FALSE(test::run_until([this] { return live; }, 50ms));
    full = false;
    ASSERT_TRUE(test::run_until([this] { return live; }));
    EXPECT_THAT(decoded, ElementsAre(500, 600, 700, 800));
    EXPECT_THAT(shown, ElementsAre(900));
}

TEST_F(ReplayOf, GoesNoFurtherThanTheHistory) {
    replay.go(-5s, true);
    ASSERT_TRUE(test::run_until([this] { return !shown.empty(); }));
    EXPECT_THAT(shown, ElementsAre(0));
    replay.go(99s, false);
    ASSERT_TRUE(test::run_until([this] { return live; }));
    EXPECT_THAT(shown, ElementsAre(0, 900));
}

TEST_F(ReplayOf, SkipsWhatIsForgottenMeanwhile) {
    replay.go(0ms, true);
    ASSERT_TRUE(test::run_until([this] { return !shown.empty(); }));
    keep(MediaKind::video, 31s, true);
    keep(MediaKind::video, 31'100ms, false);
    ASSERT_EQ(history[history.begin()]->pts, 500ms);
    keep(MediaKind::video, 61'100ms, true);
    ASSERT_EQ(history[history.begin()]->pts, 31s);
    shown.clear();
    replay.pause(false);
    ASSERT_TRUE(test::run_until([this] { return shown.size() == 2; })) << "and it waits for none of it";
    EXPECT_THAT(shown, ElementsAre(31'000, 31'100));
    EXPECT_LE(replay.behind(), 30'100ms);
}

TEST_F(ReplayOf, OfNothingIsLiveAtOnce) {
    UnitHistory none;
    bool over = false;
    Replay nothing(none,
                   {.show = [](const SharedUnit&, bool) { return true; }, .on_live = [&] { over = true; }});
    nothing.go(1s, false);
    EXPECT_TRUE(test::run_until([&] { return over; }));
}

} // namespace
} // namespace pixelpass
