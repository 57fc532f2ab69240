// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/dashboard_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using terminal::GridSize;
using terminal::Letters;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr GridSize usual{24, 80};
constexpr GridSize large{50, 200};

ViewerStatus viewer(const std::string& id, const std::string& name) {
    ViewerStatus status;
    status.id = id;
    status.name = name;
    status.path.known = true;
    status.path.rtt = std::chrono::milliseconds(12);
    status.path.sent_bytes = 1;
    status.delay = std::chrono::milliseconds(140);
    return status;
}

ViewerRequest request(const std::string& id, const std::string& name) {
    ViewerRequest asks;
    asks.id = id;
    asks.name = name;
    return asks;
}

HostState sharing() {
    HostState state;
    state.ticket = "endpoint" + std::string(200, 'a');
    state.source_name = "monitor DP-1";
    state.source.size = {1920, 1080};
    state.sound = "none";
    return state;
}

std::string page_text(const DashboardPage& page) {
    std::string text;
    for (int row = 0; row < page.grid.size().rows; ++row)
        text += page.grid.row_text(row) + '\n';
    return text;
}

std::string draw(const HostState& state, const DashboardView& view = {}, GridSize size = usual,
                 Letters letters = Letters::utf8) {
    return page_text(draw_dashboard(state, {}, view, size, letters));
}

TEST(Dashboard, TellsHowTheShareIs) {
    auto state = sharing();
    EXPECT_THAT(draw(state), HasSubstr("waiting for viewers"));
    EXPECT_THAT(draw(state), HasSubstr("monitor DP-1 · 1920x1080"));
    state.viewers = {viewer("a", "anna")};
    EXPECT_THAT(draw(state), HasSubstr("· live"));
    state.source.kind = SourceState::Kind::paused;
    state.source.cause.message = "the screen is locked";
    EXPECT_THAT(draw(state), HasSubstr("not shown: the screen is locked"));
    state.muted = true;
    EXPECT_THAT(draw(state), HasSubstr("muted"));
}

TEST(Dashboard, TellsWhyThereIsNoSound) {
    auto state = sharing();
    state.sound_absence = "no sound: PipeWire is not running";
    EXPECT_THAT(draw(state), HasSubstr("sound      no sound: PipeWire is not running"));
}

TEST(Dashboard, TellsWhoMayWatch) {
    auto state = sharing();
    state.guard.most_viewers = 2;
    EXPECT_THAT(draw(state), HasSubstr("may watch  who has the ticket · full at 2"));
    state.guard.approve = true;
    state.viewers = {viewer("a", "anna"), viewer("b", "ben")};
    EXPECT_THAT(draw(state), HasSubstr("may watch  asks you for each viewer · full: 2"));
}

TEST(Dashboard, SendsNobodyToFriendsWithATicketThatHasExpired) {
    auto state = sharing();
    EXPECT_THAT(draw(state), HasSubstr("give the ticket to those who may"));
    state.requests = {request("a", "anna")};
    EXPECT_THAT(draw(state), Not(HasSubstr("nobody watches")));
    EXPECT_THAT(draw(state), HasSubstr("pixelpass · 1 asks to be let in"));
    state.requests.clear();
    state.guard.expires = state.guard.begun;
    state.guard.expired = true;
    EXPECT_THAT(draw(state), Not(HasSubstr("give the ticket")));
    EXPECT_THAT(draw(state), HasSubstr("the ticket has expired"));
}

TEST(Dashboard, HasRoomForItsSentencesIn80Columns) {
    auto state = sharing();
    state.guard = {
        .approve = true, .allowed = 10, .password = true, .expires = Guard::Time{}, .most_viewers = 10};
    state.guard.begun = Guard::Time{} + std::chrono::hours(48);
    for (const auto over :
         {DashboardView::Over::nothing, DashboardView::Over::ticket, DashboardView::Over::qr_code})
        for (const std::size_t asking : {0, 1, 16})
            for (const bool expired : {false, true}) {
                state.requests.assign(asking, request("a", "anna"));
                state.guard.expired = expired;
                EXPECT_THAT(draw(state, {.over = over, .copied = true}), Not(ContainsRegex("[^a]…")));
            }
}

TEST(Dashboard, TellsWhatItIsRecordedToAndWhenItEnds) {
    auto state = sharing();
    EXPECT_THAT(draw(state), Not(HasSubstr("recorded")));
    EXPECT_THAT(draw(state), Not(HasSubstr("ends")));
    state.recording = "party.mkv";
    state.ends = state.guard.begun + std::chrono::hours(24);
    EXPECT_THAT(draw(state), HasSubstr("recorded   party.mkv\n"));
    EXPECT_THAT(draw(state), ContainsRegex("ends .* · 0 viewers"));
}

TEST(Dashboard, TellsWhatFriendsGetWhereThatIsSmaller) {
    auto state = sharing();
    state.encoding.emplace();
    EXPECT_THAT(draw(state), HasSubstr("monitor DP-1 · 1920x1080\n"));
    state.encoding->video.size = Size{1280, 1280};
    EXPECT_THAT(draw(state), HasSubstr("1920x1080 · friends get 1280x720\n"));
    state.encoding->video.size = Size{3840, 2160};
    EXPECT_THAT(draw(state), HasSubstr("monitor DP-1 · 1920x1080\n"));
}

TEST(Dashboard, BreaksLongSentencesAndShowsTheNewestWhole) {
    DashboardView view;
    for (int count = 0; count < 9; ++count)
        view.sentences.push_back("old" + std::to_string(count));
    view.sentences.push_back(std::string(70, 'x') + " second line");
    view.sentences.push_back("newest " + std::string(60, 'y') + " and behind it " + std::string(100, 'z'));
    const auto text = draw(sharing(), view);
    EXPECT_THAT(text, HasSubstr("\n " + std::string(70, 'x') + "\n   second line\n"));
    EXPECT_THAT(text, HasSubstr("\n newest " + std::string(60, 'y') + " and\n   behind it "));
    EXPECT_THAT(text, HasSubstr("z…\n"));
    EXPECT_THAT(text, Not(HasSubstr("old")));
    view.sentences.emplace_back("last");
    EXPECT_THAT(draw(sharing(), view), HasSubstr(std::string(70, 'x') + " second…\n newest"));
}

TEST(Dashboard, HasARowForEachViewer) {
    auto state = sharing();
    state.viewers = {viewer("a", "anna"), viewer("b", "ben")};
    state.viewers[1].path.relayed = true;
    ViewerMinutes minutes;
    minutes.add(state.viewers);
    state.viewers[0].path.sent_bytes += 500'000;
    minutes.add(state.viewers);
    for (const auto size : {usual, large}) {
        const auto page = draw_dashboard(state, minutes, {}, size, Letters::utf8);
        ASSERT_EQ(page.people.size(), 2U);
        const auto row = page.grid.row_text(page.people[0].row);
        EXPECT_EQ(page.people[0].id, "a");
        for (const char* figure : {"anna", "direct", "12 ms", "4.0 Mbit/s", "140 ms ago", "▇"})
            EXPECT_THAT(row, HasSubstr(figure));
        EXPECT_THAT(page.grid.row_text(page.people[1].row), HasSubstr("relayed"));
    }
}

TEST(Dashboard, TellsWhoHasNoPlayerOpenFromWhoSeesNothingYet) {
    auto state = sharing();
    state.viewers = {viewer("a", "anna")};
    state.viewers[0].delay = {};
    EXPECT_THAT(draw(state), HasSubstr("nothing yet"));
    state.viewers[0].video.id = 0;
    EXPECT_THAT(draw(state), HasSubstr("no player open "));
    state.viewers[0].delay = std::chrono::milliseconds(140); // as it was before the player was closed
    EXPECT_THAT(draw(state), Not(HasSubstr("140 ms ago")));
}

TEST(Dashboard, PutsThoseWhoAskOnTopAndShowsAllOfThemByAndBy) {
    auto state = sharing();
    for (int count = 0; count < 16; ++count)
        state.requests.push_back(request("r" + std::to_string(count), "asker" + std::to_string(count)));
    for (int count = 0; count < 100; ++count)
        state.viewers.push_back(viewer("v" + std::to_string(count), "viewer" + std::to_string(count)));
    for (const std::string id : {"r0", "r15", "v0", "v50", "v99"}) {
        const auto page = draw_dashboard(state, {}, {.selected = id}, usual, Letters::utf8);
        const auto text = page_text(page);
        EXPECT_THAT(text, HasSubstr("16 ask to be let in"));
        EXPECT_LT(text.find("asker"), text.find("viewer "));
        EXPECT_THAT(text, HasSubstr("q quit"));
        EXPECT_EQ(std::ranges::count(page.people, id, &PersonRow::id), 1) << id << " is not to be seen";
    }
}

TEST(Dashboard, AsksBeforeItRemovesOrEnds) {
    auto state = sharing();
    state.viewers = {viewer("a", "anna")};
    DashboardView view;
    view.over = DashboardView::Over::kick;
    view.asked = "a";
    EXPECT_THAT(draw(state, view), HasSubstr("remove anna"));
    view.over = DashboardView::Over::quit;
    EXPECT_THAT(draw(state, view), HasSubstr("1 is watching: end the share?"));
}

TEST(Dashboard, ShowsTheWholeTicketFromEdgeToEdge) {
    const auto state = sharing();
    const auto text = draw(state, {.over = DashboardView::Over::ticket});
    EXPECT_THAT(text, HasSubstr("\nendpoint" + std::string(72, 'a') + "\n" + std::string(80, 'a') + "\n"));
    EXPECT_THAT(draw(state), Not(HasSubstr(std::string(40, 'a'))));
}

TEST(Dashboard, SaysWhichSizeItTakesWhereItHasNoRoom) {
    EXPECT_THAT(draw(sharing(), {}, {23, 80}), HasSubstr("80x24"));
    for (int rows = 0; rows < 24; ++rows)
        for (int columns = 0; columns < 90; columns += 7)
            draw(sharing(), {}, {rows, columns});
}

TEST(Dashboard, IsAsciiWhereThatIsAll) {
    auto state = sharing();
    state.viewers = {viewer("a", "änna")};
    state.requests = {request("b", "日本")};
    for (const char letter : draw(state, {.selected = "b"}, usual, Letters::ascii))
        EXPECT_TRUE(letter == '\n' || (letter >= ' ' && letter < 0x7f));
}

} // namespace
} // namespace pixelpass
