// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"
#include "support/xvfb.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

namespace pixelpass {
namespace {

/// An environment variable that has another value, or none, till the end of the scope.
class Variable {
public:
    Variable(const char* name, const char* value)
        : name_(name) {
        if (const char* before = std::getenv(name))
            before_ = before;
        value ? setenv(name, value, 1) : unsetenv(name);
    }
    ~Variable() { before_ ? setenv(name_, before_->c_str(), 1) : unsetenv(name_); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::optional<std::string> before_;
};

TEST(OpenSource, FindsTheDisplayOfTheSession) {
    const test::Xvfb screen("320x240");
    const Variable wayland("WAYLAND_DISPLAY", nullptr);
    const Variable display("DISPLAY", screen.name().c_str());
    const auto source = open_source({});
    ASSERT_TRUE(source) << source.error().message;
    EXPECT_EQ(source->name, "the X display " + screen.name());
}

TEST(OpenSource, SaysThatThereIsNoDisplay) {
    const Variable wayland("WAYLAND_DISPLAY", nullptr);
    const Variable display("DISPLAY", nullptr);
    for (const auto kind : {SourceRequest::Kind::automatic, SourceRequest::Kind::x11}) {
        const auto source = open_source({.kind = kind, .display = {}, .target = {}, .forget = false});
        ASSERT_FALSE(source);
        EXPECT_EQ(source.error().code, Code::source);
        EXPECT_NE(source.error().message.find("display to share"), std::string::npos);
        EXPECT_FALSE(source.error().hint.empty());
    }
}

TEST(OpenSource, AsksThePortalInAWaylandSession) {
    const test::Xvfb screen("320x240"); // black, as the X server within a Wayland session is
    const Variable wayland("WAYLAND_DISPLAY", "wayland-0");
    const Variable display("DISPLAY", screen.name().c_str());
    const Variable bus("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    const auto source = open_source({});
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, Code::source);
    EXPECT_NE(source.error().message.find("no session bus"), std::string::npos);
    EXPECT_FALSE(source.error().hint.empty());
}

TEST(OpenSource, LeavesTheChoiceToTheDesktopThere) {
    const Variable wayland("WAYLAND_DISPLAY", "wayland-0");
    const auto source = open_source({.kind = SourceRequest::Kind::automatic,
                                     .cursor = true,
                                     .frame_rate = 30,
                                     .display = {},
                                     .target = X11Monitor{"HDMI-1"},
                                     .forget = false});
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().code, Code::usage);
    EXPECT_NE(source.error().message.find("--monitor"), std::string::npos);
}

TEST(OpenSource, NeedsNothingForTheTestPicture) {
    const Variable display("DISPLAY", nullptr);
    EXPECT_TRUE(
        open_source({.kind = SourceRequest::Kind::test, .display = {}, .target = {}, .forget = false}));
}

} // namespace
} // namespace pixelpass
