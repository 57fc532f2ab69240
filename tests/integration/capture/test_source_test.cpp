// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/test_source.h"

#include "media/test_signal.h"
#include "support/read_time_strip.h"
#include "support/recording.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace pixelpass {
namespace {

TEST(TestSource, ShowsTheTimeOfItsCapture) {
    test::Recording recording(open_test_source(), "x264enc",
                              {.frame_rate = 30, .size = {}, .bitrate_kbps = 4000});
    static_cast<void>(recording.wait_for(20));
    recording.stop();
    const auto units = recording.units();
    const auto pictures = test::decode(units);
    ASSERT_EQ(pictures.size(), units.size());
    EXPECT_EQ(pictures[0].size, (Size{1280, 720}));
    // The pictures at the start may be late, as all is being set up.
    for (std::size_t i = 10; i < pictures.size(); ++i) {
        const auto shown = test::read_time_strip(pictures[i]);
        ASSERT_TRUE(shown) << "picture " << i;
        const auto captured =
            static_cast<std::uint16_t>(std::chrono::floor<std::chrono::milliseconds>(units[i]->pts).count());
        // Of this clock, and of now; how soon it is painted depends on the machine.
        EXPECT_LT(static_cast<std::uint16_t>(*shown - captured), 2000);
    }
}

TEST(TestSource, FlashesByThePtsOfItsPictures) {
    test::Recording recording(open_test_source({320, 192}), "x264enc",
                              {.frame_rate = 30, .size = {}, .bitrate_kbps = 2000});
    static_cast<void>(recording.wait_for(40));
    recording.stop();
    const auto units = recording.units();
    const auto pictures = test::decode(units);
    ASSERT_EQ(pictures.size(), units.size());
    int flashes = 0;
    bool before = false;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const bool bright = pictures[i].at(260, 24) > 128;
        // On a slow machine a picture is given again later, and the next one comes after that: one that
        // differs is of its own time, or was captured two frames or so before.
        if (i == 0 || bright != before) {
            EXPECT_TRUE(bright == is_marked(units[i]->pts) ||
                        bright == is_marked(units[i]->pts - std::chrono::milliseconds(80)))
                << units[i]->pts.count();
        }
        flashes += bright ? 1 : 0;
        before = bright;
    }
    EXPECT_GT(flashes, 0);
}

TEST(TestSource, IsReadableAfterScaling) {
    test::Recording recording(open_test_source(), "x264enc",
                              {.frame_rate = 30, .size = Size{640, 360}, .bitrate_kbps = 1500});
    const auto pictures = test::decode(recording.wait_for(10));
    ASSERT_GE(pictures.size(), 10U);
    EXPECT_TRUE(test::read_time_strip(pictures.back()));
}

TEST(TestSource, Moves) {
    test::Recording recording(open_test_source({640, 360}), "x264enc",
                              {.frame_rate = 30, .size = {}, .bitrate_kbps = 4000});
    const auto pictures = test::decode(recording.wait_for(10));
    ASSERT_GE(pictures.size(), 10U);
    // A row between the time strip and the clock.
    const unsigned row = 360 * 35 / 100;
    unsigned changed = 0;
    for (unsigned x = 0; x < 640; ++x)
        changed += std::abs(pictures[2].at(x, row) - pictures[9].at(x, row)) > 20;
    EXPECT_GT(changed, 20U);
}

} // namespace
} // namespace pixelpass
