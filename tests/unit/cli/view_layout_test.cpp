// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/view_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using terminal::GridSize;
using terminal::Letters;
using testing::HasSubstr;
using testing::Not;

std::string draw_text(const ViewState& state, GridSize size = {24, 80}, Letters letters = Letters::utf8) {
    const auto grid = draw_view(state, size, letters);
    std::string text;
    for (int row = 0; row < grid.size().rows; ++row)
        text += grid.row_text(row) + '\n';
    return text;
}

ViewState watched_state() {
    ViewState state;
    state.status.protocol = "pixelpass/1";
    state.status.path.known = true;
    state.status.path.rtt = std::chrono::milliseconds(12);
    state.status.width = 1280;
    state.status.height = 720;
    state.status.arrival.interval = std::chrono::seconds(1);
    state.status.arrival.delay = std::chrono::milliseconds(100);
    state.status.player_delay = std::chrono::milliseconds(40);
    state.status.arrival.lost = 3;
    state.kbps.add(4100);
    state.url = "http://127.0.0.1:1234/secret/live.mkv";
    return state;
}

TEST(ViewDashboard, TellsWhatIsSeenAndHowLate) {
    for (const auto size : {GridSize{24, 80}, GridSize{50, 200}})
        for (const char* figure : {"you see 140 ms ago", "4.1 Mbit/s", "1280x720", "direct · 12.0 ms", "▇",
                                   "3 in the last second", "/secret/live.mkv"})
            EXPECT_THAT(draw_text(watched_state(), size), HasSubstr(figure));
}

TEST(ViewDashboard, ClaimsNothingOfAHostThatIsNotThere) {
    EXPECT_THAT(draw_text({}), HasSubstr("connecting"));
    auto state = watched_state();
    state.status.waiting = true;
    EXPECT_THAT(draw_text(state), HasSubstr("waiting for the host"));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("you see")));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("direct")));
}

TEST(ViewDashboard, TellsWhoWaitsForConsentFromWhoWatches) {
    auto state = watched_state();
    EXPECT_THAT(draw_text(state), HasSubstr("· watching"));
    state.pending = true;
    EXPECT_THAT(draw_text(state), HasSubstr("waiting to be let in"));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("watching")));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("a second")));
}

TEST(ViewDashboard, AsksForAPasswordWithoutShowingIt) {
    auto state = watched_state();
    state.question = "the host asks for a password";
    state.typed = 3;
    EXPECT_THAT(draw_text(state), HasSubstr("\n the host asks for a password: ***_\n"));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("q quit")));
    state.typed = 1024;
    EXPECT_THAT(draw_text(state), HasSubstr("**_\n"));
}

TEST(ViewDashboard, TellsWhyACardIsSeen) {
    auto state = watched_state();
    state.status.seen = Seen::pause_card;
    EXPECT_THAT(draw_text(state), HasSubstr("· the host has paused"));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("you see")));
    state.status.seen = Seen::loss_card;
    EXPECT_THAT(draw_text(state), HasSubstr("· the host's screen is lost"));
    state.pending = true;
    EXPECT_THAT(draw_text(state), HasSubstr("waiting to be let in"));
}

TEST(ViewDashboard, TellsWhyNothingIsHeard) {
    auto state = watched_state();
    EXPECT_THAT(draw_text(state), Not(HasSubstr("muted")));
    state.status.muted = true;
    EXPECT_THAT(draw_text(state), HasSubstr("sound      the host has muted it"));
}

TEST(ViewDashboard, TellsNoPlayerFromNoPicture) {
    auto state = watched_state();
    state.status.arrival.delay = {};
    state.status.width = state.status.height = 0;
    EXPECT_THAT(draw_text(state), HasSubstr("no player is open"));
    EXPECT_THAT(draw_text(state), Not(HasSubstr("0x0")));
    state.status.players = 1;
    EXPECT_THAT(draw_text(state), HasSubstr("no picture at the moment"));
}

TEST(ViewDashboard, FitsOrSaysWhatItTakes) {
    for (int rows = 0; rows < 24; ++rows)
        for (int columns = 0; columns < 90; columns += 7)
            draw_text(watched_state(), {rows, columns});
    EXPECT_THAT(draw_text(watched_state(), {20, 60}), HasSubstr("80x24"));
    for (const char letter : draw_text(watched_state(), {24, 80}, Letters::ascii))
        EXPECT_TRUE(letter == '\n' || (letter >= ' ' && letter < 0x7f));
}

} // namespace
} // namespace pixelpass
