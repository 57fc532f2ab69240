// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/notification.h"

#include "support/fake_notifications.h"
#include "support/run_until.h"
#include "support/shared_bus.h"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

namespace pixelpass {
namespace {

using test::FakeNotifications;
using test::run_until;
using testing::ElementsAre;
using testing::IsEmpty;

/// A notifier, and the buttons that were pressed.
struct Notified {
    std::vector<std::string> pressed;
    std::unique_ptr<Notifier> notifier = std::make_unique<Notifier>(
        [this](const std::string& id, const std::string& action) { pressed.push_back(id + " " + action); });
};

const Notification question{
    .title = "anna asks", .body = "direct", .buttons = {{"Yes", "yes"}, {"No", "no"}}};

TEST(Notifier, ShowsWhatWasAskedForBeforeThePortalWasFound) {
    FakeNotifications portal;
    Notified notified;
    notified.notifier->show("one", question);
    ASSERT_TRUE(run_until([&] { return portal.shown().size() == 1; }));
    const auto& shown = portal.shown().begin()->second;
    EXPECT_EQ(shown.title, "anna asks");
    EXPECT_EQ(shown.body, "direct");
    EXPECT_THAT(shown.buttons, ElementsAre("Yes yes", "No no"));
}

TEST(Notifier, ReplacesAndWithdraws) {
    FakeNotifications portal;
    Notified notified;
    notified.notifier->show("one", question);
    notified.notifier->show("two", {.title = "two", .body = {}});
    ASSERT_TRUE(run_until([&] { return portal.shown().size() == 2; }));
    notified.notifier->show("one", {.title = "another", .body = {}});
    ASSERT_TRUE(run_until([&] { return portal.has("another"); }));
    EXPECT_EQ(portal.shown().size(), 2U);
    notified.notifier->withdraw("one");
    EXPECT_TRUE(run_until([&] { return portal.shown().size() == 1; }));
    EXPECT_TRUE(portal.has("two"));
}

TEST(Notifier, TellsWhichButtonWasPressedAndNothingOfOthers) {
    FakeNotifications portal;
    Notified notified;
    notified.notifier->show("one", question);
    ASSERT_TRUE(run_until([&] { return portal.shown().size() == 1; }));
    portal.press("pixelpass-1-one", "no");
    portal.press("one", "no");
    portal.press(portal.shown().begin()->first, "yes");
    ASSERT_TRUE(run_until([&] { return !notified.pressed.empty(); }));
    EXPECT_THAT(notified.pressed, ElementsAre("one yes"));
}

TEST(Notifier, IgnoresStrangers) {
    FakeNotifications portal;
    Notified notified;
    notified.notifier->show("one", question);
    ASSERT_TRUE(run_until([&] { return portal.shown().size() == 1; }));
    test::BusPeer stranger(G_BUS_TYPE_SESSION);
    stranger.emit("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification", "ActionInvoked",
                  g_variant_new("(ssav)", portal.shown().begin()->first.c_str(), "yes", nullptr));
    stranger.wait_till_heard();
    EXPECT_THAT(notified.pressed, IsEmpty());
}

TEST(Notifier, LeavesNoQuestionBehind) {
    FakeNotifications portal;
    Notified notified;
    notified.notifier->show("one", question);
    notified.notifier->show("two", {.title = "two", .body = {}});
    ASSERT_TRUE(run_until([&] { return portal.shown().size() == 2; }));
    notified.notifier.reset();
    EXPECT_TRUE(run_until([&] { return portal.shown().size() == 1; }));
    EXPECT_TRUE(portal.has("two"));
}

/// Whether the log says that while the notifier shows something.
bool logs(const std::string& text) {
    std::ostringstream log;
    auto& sinks = spdlog::default_logger()->sinks();
    sinks.push_back(std::make_shared<spdlog::sinks::ostream_sink_st>(log));
    Notified notified;
    notified.notifier->show("one", question);
    const bool said = run_until([&] { return log.str().find(text) != std::string::npos; });
    notified.notifier->withdraw("one");
    notified.notifier->show("two", question);
    notified.notifier.reset();
    sinks.pop_back();
    return said;
}

TEST(Notifier, DoesWithoutABusAPortalAndItsNotifications) {
    EXPECT_TRUE(logs("no desktop portal shows notifications"));
    test::BusPeer portal(G_BUS_TYPE_SESSION);
    portal.own("org.freedesktop.portal.Desktop");
    EXPECT_TRUE(logs("the desktop shows no notification"));
    const test::NoBus no_bus;
    EXPECT_TRUE(logs("no session bus to show notifications by"));
}

} // namespace
} // namespace pixelpass
