// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/lock_watch.h"

#include "support/fake_lockers.h"
#include "support/run_until.h"
#include "support/shared_bus.h"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace pixelpass {
namespace {

using test::FakeLogind;
using test::FakeScreensaver;
using test::run_until;
using testing::ElementsAre;
using testing::IsEmpty;

/// A watch and all that it said.
struct Watched {
    std::vector<bool> said;
    LockWatch watch{[this](bool locked) { said.push_back(locked); }};

    bool becomes(bool locked) {
        return run_until([&] { return watch.locked() == locked; });
    }
};

TEST(LockWatch, SaysWhenTheScreensaverBecomesActive) {
    FakeScreensaver screensaver;
    Watched watched;
    ASSERT_TRUE(run_until([&] { return screensaver.asked(); }));
    screensaver.become(true);
    EXPECT_TRUE(watched.becomes(true));
    screensaver.become(false);
    EXPECT_TRUE(watched.becomes(false));
    EXPECT_THAT(watched.said, ElementsAre(true, false));
}

TEST(LockWatch, KnowsEveryKindOfScreensaver) {
    Watched watched;
    for (const std::string desktop : {"freedesktop", "gnome", "cinnamon", "mate", "xfce"}) {
        {
            const FakeScreensaver screensaver("org." + desktop + ".ScreenSaver",
                                              "/org/" + desktop + "/ScreenSaver", true);
            ASSERT_TRUE(watched.becomes(true)) << desktop;
        }
        ASSERT_TRUE(watched.becomes(false)) << desktop;
    }
}

TEST(LockWatch, KnowsALockThatWasThereBefore) {
    {
        const FakeScreensaver screensaver("org.mate.ScreenSaver", "/org/mate/ScreenSaver", true);
        Watched watched;
        EXPECT_TRUE(watched.becomes(true));
        EXPECT_THAT(watched.said, ElementsAre(true));
    }
    const FakeLogind logind(FakeLogind::Session::ours, true);
    Watched watched;
    EXPECT_TRUE(watched.becomes(true));
    EXPECT_THAT(watched.said, ElementsAre(true));
}

TEST(LockWatch, FollowsLogindsLock) {
    FakeLogind logind;
    Watched watched;
    ASSERT_TRUE(run_until([&] { return logind.asked(); }));
    logind.lock();
    EXPECT_TRUE(watched.becomes(true));
    logind.unlock();
    EXPECT_TRUE(watched.becomes(false));
    logind.hint(true);
    EXPECT_TRUE(watched.becomes(true));
    logind.hint(false);
    EXPECT_TRUE(watched.becomes(false));
    EXPECT_THAT(watched.said, ElementsAre(true, false, true, false));
}

TEST(LockWatch, FindsTheSessionOnDisplayFromOutsideOfIt) {
    FakeLogind logind(FakeLogind::Session::on_display);
    Watched watched;
    ASSERT_TRUE(run_until([&] { return logind.asked(); }));
    logind.lock();
    EXPECT_TRUE(watched.becomes(true));
}

TEST(LockWatch, IsLockedAsLongAsAnySaysSo) {
    FakeLogind logind;
    FakeScreensaver gnome;
    FakeScreensaver freedesktop("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", true);
    Watched watched;
    ASSERT_TRUE(run_until([&] { return logind.asked() && gnome.asked() && watched.watch.locked(); }));
    gnome.become(true);
    gnome.peer().wait_till_heard();
    logind.hint(true);
    logind.peer().wait_till_heard();
    freedesktop.become(false);
    freedesktop.peer().wait_till_heard();
    EXPECT_THAT(watched.said, ElementsAre(true));
    gnome.become(false);
    gnome.peer().wait_till_heard();
    EXPECT_THAT(watched.said, ElementsAre(true));
    logind.hint(false);
    EXPECT_TRUE(watched.becomes(false));
    EXPECT_THAT(watched.said, ElementsAre(true, false));
}

TEST(LockWatch, BelievesAScreensaverThatALockIsOver) {
    FakeLogind logind;
    FakeScreensaver screensaver;
    Watched watched;
    ASSERT_TRUE(run_until([&] { return logind.asked() && screensaver.asked(); }));
    logind.lock();
    ASSERT_TRUE(watched.becomes(true));
    screensaver.become(true);
    screensaver.become(false);
    EXPECT_TRUE(watched.becomes(false));
}

TEST(LockWatch, ForgetsAScreensaverThatIsGone) {
    FakeScreensaver screensaver("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver", true);
    Watched watched;
    ASSERT_TRUE(watched.becomes(true));
    screensaver.resign();
    EXPECT_TRUE(watched.becomes(false));
}

TEST(LockWatch, ForgetsALogindThatIsGone) {
    FakeLogind logind(FakeLogind::Session::ours, true);
    Watched watched;
    ASSERT_TRUE(watched.becomes(true));
    logind.resign();
    EXPECT_TRUE(watched.becomes(false));
}

TEST(LockWatch, DoesWithoutAnyBus) {
    const test::NoBus no_bus;
    std::ostringstream log;
    auto& sinks = spdlog::default_logger()->sinks();
    sinks.push_back(std::make_shared<spdlog::sinks::ostream_sink_st>(log));
    const Watched watched;
    EXPECT_TRUE(run_until([&] {
        return log.str().find("no session bus") != std::string::npos &&
               log.str().find("no system bus") != std::string::npos;
    }));
    sinks.pop_back();
    EXPECT_THAT(watched.said, IsEmpty());
}

TEST(LockWatch, OutlivesTheBus) {
    const test::BusAddress before(G_BUS_TYPE_SESSION, "");
    auto bus = Ref<GTestDBus>::adopt(g_test_dbus_new(G_TEST_DBUS_NONE));
    g_test_dbus_up(bus.get());
    const FakeScreensaver screensaver("org.mate.ScreenSaver", "/org/mate/ScreenSaver", true);
    Watched watched;
    ASSERT_TRUE(watched.becomes(true));
    g_test_dbus_stop(bus.get());
    EXPECT_TRUE(watched.becomes(false));
}

TEST(LockWatch, IgnoresStrangers) {
    const FakeScreensaver screensaver;
    const FakeLogind logind;
    Watched watched;
    ASSERT_TRUE(run_until([&] { return screensaver.asked() && logind.asked(); }));
    test::BusPeer stranger(G_BUS_TYPE_SESSION);
    const auto ours = test::shared_connection();
    for (const auto* to : {static_cast<const char*>(nullptr), g_dbus_connection_get_unique_name(ours.get())})
        stranger.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged",
                      g_variant_new("(b)", TRUE), to);
    stranger.wait_till_heard();
    EXPECT_THAT(watched.said, IsEmpty());
}

TEST(LockWatch, LeavesOthersConnectedWhenItEnds) {
    test::forget_shared_connections();
    const FakeScreensaver screensaver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", true);
    // Both wait for one connection, which the first began to make.
    auto first = std::make_unique<Watched>();
    Watched second;
    first.reset();
    EXPECT_TRUE(second.becomes(true));
}

TEST(LockWatch, SaysNothingAfterItsEnd) {
    const FakeScreensaver screensaver("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", true);
    std::vector<bool> said;
    auto watch = std::make_unique<LockWatch>([&](bool locked) { said.push_back(locked); });
    // It has asked, and is gone before it hears the answer.
    ASSERT_TRUE(run_until([&] { return screensaver.asked(); }));
    watch.reset();
    said.clear();
    test::forget_shared_connections();
    EXPECT_THAT(said, IsEmpty());
}

} // namespace
} // namespace pixelpass
