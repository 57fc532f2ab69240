// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"
#include "capture/x11_capture.h"
#include "support/luma_decoder.h"
#include "support/recording.h"
#include "support/x11_painter.h"
#include "support/xvfb.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>

namespace pixelpass {
namespace {

using test::comes_to_show;
using test::Recording;

const VideoSettings sharp{.frame_rate = 30, .size = {}, .bitrate_kbps = 8000};

Result<VideoSource> open_target(const std::string& display, const X11Target& target = {},
                                bool cursor = false) {
    return open_source({.kind = SourceRequest::Kind::x11,
                        .cursor = cursor,
                        .frame_rate = 30,
                        .display = display,
                        .target = target,
                        .forget = false});
}

VideoSource source_of(const std::string& display, const X11Target& target = {}, bool cursor = false) {
    auto source = open_target(display, target, cursor);
    EXPECT_TRUE(source) << source.error().message;
    return source ? std::move(*source) : VideoSource{};
}

TEST(X11Source, ShowsWhatIsOnTheScreen) {
    const test::Xvfb screen("640x480");
    const test::X11Painter painter(screen.name());
    auto source = source_of(screen.name());
    EXPECT_EQ(source.size, (Size{640, 480}));
    Recording recording(std::move(source), "x264enc", sharp);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {640, 480}})));
    EXPECT_TRUE(test::run_until([&] { return recording.size() == Size{640, 480}; }));
}

TEST(X11Source, ShowsWhatChanges) {
    const test::Xvfb screen("320x240");
    test::X11Painter painter(screen.name());
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
    painter.repaint(7);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
}

TEST(X11Source, PadsAnOddScreen) {
    const test::Xvfb screen("801x601");
    const test::X11Painter painter(screen.name());
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {802, 602}})));
}

TEST(X11Source, ScalesToFit) {
    const test::Xvfb screen("800x600");
    auto settings = sharp;
    settings.size = Size{640, 360};
    Recording recording(source_of(screen.name()), "x264enc", settings);
    EXPECT_EQ(recording.wait_for(1)[0]->format->width, 480U);
    EXPECT_EQ(recording.units()[0]->format->height, 360U);
}

TEST(X11Source, ShowsARegion) {
    const test::Xvfb screen("640x480");
    const test::X11Painter painter(screen.name());
    const Rectangle region{101, 53, {320, 240}};
    Recording recording(source_of(screen.name(), region), "x264enc", sharp);
    EXPECT_TRUE(comes_to_show(recording, painter.expected(region)));
}

TEST(X11Source, ShowsWhatOfARegionIsOnTheScreen) {
    const test::Xvfb screen("640x480");
    EXPECT_EQ(source_of(screen.name(), Rectangle{600, -10, {320, 110}}).size, (Size{40, 100}));
    const auto outside = open_target(screen.name(), Rectangle{640, 0, {320, 100}});
    ASSERT_FALSE(outside);
    EXPECT_NE(outside.error().message.find("outside of the screen"), std::string::npos);
}

TEST(X11Source, KeepsTheFrameRateThatIsAskedFor) {
    const test::Xvfb screen("320x240");
    test::X11Painter painter(screen.name());
    auto settings = sharp;
    settings.frame_rate = 10;
    Recording recording(source_of(screen.name()), "x264enc", settings);
    unsigned round = 0;
    ASSERT_TRUE(test::run_until([&] {
        painter.repaint(++round);
        return recording.units().size() >= 16;
    }));
    const auto units = recording.units();
    // Two may come in a row once. A busy machine may give fewer pictures, never more.
    EXPECT_GE(units[15]->pts - units[0]->pts, std::chrono::milliseconds(1350));
}

TEST(X11Source, ReadsAStillScreenNoMoreThanItMust) {
    const test::Xvfb screen("320x240");
    const test::X11Painter painter(screen.name());
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    // Repetitions, at full rate for a second and then ever more seldom.
    EXPECT_TRUE(recording.comes_to_rest());
}

TEST(X11Source, ShowsThePointerOnlyIfAsked) {
    const test::Xvfb screen("320x240");
    test::X11Painter painter(screen.name());
    painter.move_pointer(100, 100);
    const auto expected = painter.expected({0, 0, {320, 240}});
    const auto differs = [&](bool cursor, int x, int y) {
        Recording recording(source_of(screen.name(), {}, cursor), "x264enc", sharp);
        static_cast<void>(recording.wait_for(1));
        painter.move_pointer(x, y);
        return test::run_until(
            [&] {
                const auto picture = test::decode(recording.units()).back();
                int strongest = 0;
                for (unsigned row = 0; row < 20; ++row) {
                    for (unsigned column = 0; column < 20; ++column) {
                        const auto at = [&](const test::Luma& luma) -> int {
                            return luma.at(static_cast<unsigned>(x) - 10 + column,
                                           static_cast<unsigned>(y) - 10 + row);
                        };
                        strongest = std::max(strongest, std::abs(at(picture) - at(expected)));
                    }
                }
                return strongest > 60;
            },
            std::chrono::seconds(cursor ? 10 : 2));
    };
    EXPECT_TRUE(differs(true, 200, 120));
    EXPECT_FALSE(differs(false, 100, 60));
}

TEST(X11Source, DoesWithoutSharedMemory) {
    const test::Xvfb screen("320x240", {"-extension", "MIT-SHM"});
    const test::X11Painter painter(screen.name());
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {320, 240}})));
}

TEST(X11Source, ComesBackWithTheServer) {
    // A number that nobody else is given meanwhile.
    const auto name = ":" + std::to_string(5000 + getpid() % 20'000);
    test::Xvfb screen("320x240", {}, name);
    Recording recording(source_of(name), "x264enc", sharp);
    static_cast<void>(recording.wait_for(1));
    screen.end();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the X display " + name + " is gone");
    EXPECT_FALSE(recording.lost_for_good());
    recording.show_again();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_NE(recording.error()->message.find("can't be opened"), std::string::npos);
    const test::Xvfb again("640x480", {}, name);
    const test::X11Painter painter(name);
    recording.show_again();
    EXPECT_TRUE(comes_to_show(recording, painter.expected({0, 0, {640, 480}})));
}

TEST(X11Source, TellsAServerThatIsSilentFromAScreenThatIsStill) {
    const test::Xvfb screen("320x240");
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    static_cast<void>(recording.wait_for(4)); // for longer than the limit on silence
    EXPECT_FALSE(recording.error());
    screen.signal(SIGSTOP);
    EXPECT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    recording.show_again();
    EXPECT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->message, "the X display " + screen.name() + " does not answer");
    screen.signal(SIGCONT);
    const auto count = recording.units().size();
    EXPECT_TRUE(test::run_until([&] {
        if (recording.error())
            recording.show_again();
        return recording.size() == Size{320, 240} && recording.units().size() > count + 2;
    }));
}

TEST(X11Source, SaysWhyADisplayCanNotBeOpened) {
    const auto absent = open_target(":4711");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, Code::source);
    EXPECT_EQ(absent.error().message.find("the X display :4711 can't be opened: no X server answers there"),
              0U);
    EXPECT_FALSE(absent.error().hint.empty());
    const auto nonsense = open_target("no display ! fakesink");
    ASSERT_FALSE(nonsense);
    EXPECT_EQ(nonsense.error().code, Code::source);
}

TEST(X11Source, SaysWhenTheDisplayHasNoSuchScreen) {
    const test::Xvfb screen("320x240");
    const auto opened = open_target(screen.name() + ".5");
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("no such screen"), std::string::npos);
}

} // namespace
} // namespace pixelpass
