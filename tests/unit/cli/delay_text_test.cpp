// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/delay_text.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using std::chrono::milliseconds;

WatchStatus watching() {
    WatchStatus status;
    status.protocol = "pixelpass/1";
    status.path.known = true;
    status.players = 1;
    status.arrival.interval = milliseconds(1000);
    status.arrival.bytes = 512'500;
    status.arrival.delay = milliseconds(140);
    return status;
}

ViewerStatus viewer(const char* name, milliseconds delay) {
    ViewerStatus status;
    status.id = "0123456789abcdef";
    status.name = name;
    status.path.known = true;
    status.delay = delay;
    return status;
}

TEST(DelayText, TellsAViewerHowLateItSees) {
    auto status = watching();
    EXPECT_EQ(describe_watch(status), "you see 140 ms ago · direct · 4.1 Mbit/s");
    status.path.relayed = true;
    status.arrival.delay = milliseconds(12'400);
    EXPECT_EQ(describe_watch(status), "you see 12 s ago · relayed · 4.1 Mbit/s");
}

TEST(DelayText, ClaimsNoDelayThatIsNotKnown) {
    auto status = watching();
    status.arrival.delay = {};
    EXPECT_EQ(describe_watch(status), "no picture at the moment · direct · 4.1 Mbit/s");
    status.players = 0;
    status.arrival.bytes = 0;
    EXPECT_EQ(describe_watch(status), "no player is open · direct · 0.0 Mbit/s");
    status.arrival = {};
    EXPECT_EQ(describe_watch(status), "connected · direct");
    status.waiting = true;
    EXPECT_EQ(describe_watch(status), "waiting for the host");
    EXPECT_EQ(describe_watch({}), "");
}

TEST(DelayText, TellsHowTheWindowDoes) {
    auto status = watching();
    status.path.rtt = milliseconds(12);
    status.width = 1280;
    status.height = 720;
    status.arrival.pictures = 60;
    status.arrival.lost = 2;
    status.window = WindowStatus{.sink = "ximagesink", .decoder = "avdec_h264"};
    status.player_delay = milliseconds(7);
    EXPECT_EQ(describe_overlay(status), "");
    EXPECT_EQ(describe_watch(status), "you see 147 ms ago · direct · 4.1 Mbit/s");
    status.window->figures_wanted = true;
    EXPECT_EQ(describe_overlay(status), "direct · 12.0 ms there and back\n"
                                        "1280x720 · 60 fps · 4.1 Mbit/s · 2 lost\n"
                                        "avdec_h264 (software) · you see 147 ms ago");
    status.waiting = true;
    EXPECT_EQ(describe_overlay(status), "waiting for the host");
    status.window->rewound = milliseconds(11'900);
    EXPECT_EQ(describe_overlay(status), "12 s back · End: live\nwaiting for the host");
    status.window->figures_wanted = false;
    EXPECT_EQ(describe_overlay(status), "12 s back · End: live");
}

TEST(DelayText, TellsTheHostHowLateEachSees) {
    EXPECT_EQ(describe_viewers({}), "");
    auto far = viewer("bob", milliseconds(210));
    far.path.relayed = true;
    EXPECT_EQ(describe_viewers({viewer("alice", milliseconds(140)), far, viewer("", milliseconds(0))}),
              "alice sees 140 ms ago · direct; bob sees 210 ms ago · relayed; "
              "alpaca-carrot sees nothing yet · direct");
}

} // namespace
} // namespace pixelpass
