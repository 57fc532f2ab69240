// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/list_sources.h"
#include "capture/source_request.h"
#include "support/recording.h"
#include "support/x11_painter.h"
#include "support/xvfb.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace pixelpass {
namespace {

using test::comes_to_show;
using test::Recording;
using test::X11Painter;

const VideoSettings exact{.frame_rate = 30, .size = {}, .bitrate_kbps = 8000};

Result<VideoSource> open_target(const test::Xvfb& screen, const X11Target& target) {
    return open_source({.kind = SourceRequest::Kind::x11,
                        .cursor = false,
                        .frame_rate = 30,
                        .display = screen.name(),
                        .target = target,
                        .forget = false});
}

/// A screen with two monitors and a window on it that covers both, and more.
class X11TargetTest : public testing::Test {
protected:
    void xrandr(const std::string& words) {
        ASSERT_EQ(std::system(("xrandr --display " + screen.name() + " " + words + " >/dev/null").c_str()),
                  0);
    }
    Recording record(const X11Target& target) {
        auto source = open_target(screen, target);
        EXPECT_TRUE(source) << source.error().message;
        return {std::move(*source), "x264enc", exact};
    }

    test::Xvfb screen{"800x600"};
};

TEST_F(X11TargetTest, ShowsOneMonitorAndFollowsIt) {
    X11Painter painter(screen.name());
    xrandr("--setmonitor left 320/100x240/100+0+0 screen");
    xrandr("--setmonitor right 320/100x240/100+320+60 none");
    auto recording = record(X11Monitor{"right"});
    EXPECT_TRUE(comes_to_show(recording, painter.expected({320, 60, {320, 240}})));
    xrandr("--delmonitor right");
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the monitor right is gone");
    EXPECT_FALSE(recording.lost_for_good());
    xrandr("--setmonitor right 400/100x200/100+320+0 none");
    recording.show_again();
    EXPECT_TRUE(comes_to_show(recording, painter.expected({320, 0, {400, 200}})));
}

TEST_F(X11TargetTest, NamesTheMonitorsThereAre) {
    const auto opened = open_target(screen, X11Monitor{"DP-9"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().message, "there is no monitor DP-9");
    EXPECT_EQ(opened.error().hint, "there are: screen");
}

TEST_F(X11TargetTest, FollowsTheSizeOfTheScreen) {
    X11Painter painter(screen.name());
    auto recording = record({});
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {800, 600}})));
    xrandr("--newmode small 25 640 656 752 800 480 490 492 525");
    xrandr("--addmode screen small");
    xrandr("--output screen --mode small");
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {640, 480}})));
    EXPECT_TRUE(test::run_until([&] { return recording.size() == Size{640, 480}; }));
}

TEST_F(X11TargetTest, ShowsAWindowWhateverCoversIt) {
    X11Painter painter(screen.name(), {30, 40, {320, 240}}, "A painted window");
    auto recording = record(X11Window{"A painted window"});
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
    const X11Painter cover(screen.name(), {0, 0, {800, 600}}, "The cover", 9);
    painter.repaint(5);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
}

TEST_F(X11TargetTest, FollowsTheSizeOfAWindow) {
    X11Painter painter(screen.name(), {30, 40, {320, 240}}, "A painted window");
    auto recording = record(X11Window{"PAINTED"});
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
    painter.resize({401, 161});
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {402, 162}})));
    EXPECT_TRUE(test::run_until([&] { return recording.size() == Size{401, 161}; }));
}

TEST_F(X11TargetTest, WaitsForAWindowOfThatTitleAfterOneWasClosed) {
    std::optional<X11Painter> painter(std::in_place, screen.name(), Rectangle{30, 40, {320, 240}}, "Painted");
    auto recording = record(X11Window{"painted"});
    EXPECT_TRUE(comes_to_show(recording, painter->expected({0, 0, {320, 240}})));
    painter.reset();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the window \"Painted\" was closed");
    EXPECT_FALSE(recording.lost_for_good());
    recording.show_again();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "no window is called painted");
    painter.emplace(screen.name(), Rectangle{0, 0, {160, 120}}, "Painted again", 3);
    recording.show_again();
    EXPECT_TRUE(comes_to_show(recording, painter->expected({0, 0, {160, 120}})));
}

TEST_F(X11TargetTest, EndsWithAWindowThatWasGivenByItsId) {
    std::optional<X11Painter> painter(std::in_place, screen.name(), Rectangle{30, 40, {320, 240}}, "Painted");
    auto recording = record(X11Window{std::to_string(painter->window())});
    EXPECT_TRUE(comes_to_show(recording, painter->expected({0, 0, {320, 240}})));
    painter.reset();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the window \"Painted\" was closed");
    EXPECT_TRUE(recording.lost_for_good());
}

TEST_F(X11TargetTest, ListsWhatCanBeShared) {
    const X11Painter painter(screen.name(), {30, 40, {321, 241}}, "Painted \xE2\x9C\x93");
    xrandr("--setmonitor left 320/100x240/100+0+0 screen");
    const auto sources = list_sources(screen.name());
    ASSERT_TRUE(sources);
    std::string listed;
    for (const auto& one : *sources)
        listed += one.kind + ' ' + one.name + ' ' + std::to_string(one.size.width) + '\n';
    EXPECT_EQ(listed,
              "screen the X display " + screen.name() +
                  " 800\nmonitor left 320\nwindow Painted \xE2\x9C\x93 321\ntest the test picture 1280\n");
    // What is listed can be given as it is.
    EXPECT_TRUE(open_target(screen, X11Window{(*sources)[2].id}));
}

} // namespace
} // namespace pixelpass
