// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"
#include "support/luma_decoder.h"
#include "support/recording.h"
#include "support/x11_painter.h"
#include "support/xvfb.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using test::Recording;

const VideoSettings sharp{.frame_rate = 30, .size = {}, .bitrate_kbps = 8000};

VideoSource source_of(const std::string& display, bool cursor = false) {
    auto source = open_source({.kind = SourceRequest::Kind::x11, .cursor = cursor, .display = display});
    EXPECT_TRUE(source) << source.error().message;
    return source ? std::move(*source) : VideoSource{};
}

test::Luma last_picture(Recording& recording, std::size_t count) {
    const auto pictures = test::decode(recording.wait_for(count));
    EXPECT_FALSE(pictures.empty());
    return pictures.empty() ? test::Luma{} : pictures.back();
}

TEST(X11Source, ShowsWhatIsOnTheScreen) {
    const test::Xvfb screen("640x480");
    const test::X11Painter painter(screen.name());
    const auto source = source_of(screen.name());
    EXPECT_EQ(source.size, (Size{640, 480}));
    Recording recording(source, "x264enc", sharp);
    EXPECT_GE(test::psnr(last_picture(recording, 10), painter.expected({640, 480})), 30);
}

TEST(X11Source, CutsAnOddScreenToAnEvenPicture) {
    const test::Xvfb screen("801x601");
    const test::X11Painter painter(screen.name());
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    EXPECT_GE(test::psnr(last_picture(recording, 10), painter.expected({800, 600})), 30);
}

TEST(X11Source, ScalesToFit) {
    const test::Xvfb screen("800x600");
    auto settings = sharp;
    settings.size = Size{640, 360};
    Recording recording(source_of(screen.name()), "x264enc", settings);
    EXPECT_EQ(last_picture(recording, 2).size, (Size{480, 360}));
}

TEST(X11Source, KeepsTheFrameRateThatIsAskedFor) {
    const test::Xvfb screen("320x240");
    auto settings = sharp;
    settings.frame_rate = 10;
    Recording recording(source_of(screen.name()), "x264enc", settings);
    const auto units = recording.wait_for(15);
    // A busy machine may give fewer pictures, never more.
    EXPECT_GE(units[14]->pts - units[0]->pts, std::chrono::milliseconds(1350));
}

TEST(X11Source, ShowsThePointerOnlyIfAsked) {
    const test::Xvfb screen("320x240");
    test::X11Painter painter(screen.name());
    painter.move_pointer(100, 100);
    const auto expected = painter.expected({320, 240});
    const auto differs = [&](bool cursor) {
        Recording recording(source_of(screen.name(), cursor), "x264enc", sharp);
        const auto picture = last_picture(recording, 10);
        int strongest = 0;
        for (unsigned y = 90; y < 110; ++y) {
            for (unsigned x = 90; x < 110; ++x)
                strongest = std::max(strongest, std::abs(int{picture.at(x, y)} - expected.at(x, y)));
        }
        return strongest > 60;
    };
    EXPECT_TRUE(differs(true));
    EXPECT_FALSE(differs(false));
}

TEST(X11Source, EndsWithAnErrorWhenTheServerDies) {
    test::Xvfb screen("320x240");
    Recording recording(source_of(screen.name()), "x264enc", sharp);
    static_cast<void>(recording.wait_for(3));
    screen.end();
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }));
    EXPECT_EQ(recording.error()->code, Code::source);
    EXPECT_EQ(recording.error()->message, "the X display " + screen.name() + " is gone");
    const auto start = std::chrono::steady_clock::now();
    recording.stop();
    EXPECT_LT(std::chrono::steady_clock::now() - start, Pipeline::stop_limit + std::chrono::seconds(1));
}

TEST(X11Source, SaysWhyADisplayCanNotBeOpened) {
    const auto opened = [](const std::string& display) {
        return open_source({.kind = SourceRequest::Kind::x11, .display = display});
    };
    const auto absent = opened(":4711");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().code, Code::source);
    EXPECT_EQ(absent.error().message.find("the X display :4711 can't be opened: no X server answers there"),
              0U);
    EXPECT_FALSE(absent.error().hint.empty());
    const auto nonsense = opened("no display ! fakesink");
    ASSERT_FALSE(nonsense);
    EXPECT_EQ(nonsense.error().code, Code::source);
}

TEST(X11Source, SaysWhenTheDisplayHasNoSuchScreen) {
    const test::Xvfb screen("320x240");
    const auto opened = open_source({.kind = SourceRequest::Kind::x11, .display = screen.name() + ".5"});
    ASSERT_FALSE(opened);
    EXPECT_NE(opened.error().message.find("no such screen"), std::string::npos);
}

} // namespace
} // namespace pixelpass
