// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/test_source.h"

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
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const bool bright = pictures[i].at(260, 24) > 128;
        // On a slow machine an older picture is given again with a later PTS.
        if (bright) {
            EXPECT_LT(units[i]->pts % std::chrono::seconds(1), std::chrono::milliseconds(500));
        }
        flashes += bright ? 1 : 0;
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
    const auto before = test::newest_picture(recording.wait_for(3));
    ASSERT_TRUE(before);
    // A row between the time strip and the clock.
    const unsigned row = 360 * 35 / 100;
    EXPECT_TRUE(test::run_until([&] {
        const auto now = test::newest_picture(recording.units());
        unsigned changed = 0;
        for (unsigned x = 0; now && x < 640; ++x)
            changed += std::abs(before->at(x, row) - now->at(x, row)) > 20;
        return changed > 20;
    }));
}

} // namespace
} // namespace pixelpass
