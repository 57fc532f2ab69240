// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/idle_inhibitor.h"

#include "support/fake_portal.h"
#include "support/run_until.h"
#include "support/shared_bus.h"

#include <gmock/gmock.h>

#include <memory>

namespace pixelpass {
namespace {

using test::FakePortal;
using test::run_until;
using testing::ElementsAre;
using testing::IsEmpty;

/// An inhibitor and why it failed.
struct Inhibited {
    std::vector<std::string> failures;
    std::unique_ptr<IdleInhibitor> inhibitor = std::make_unique<IdleInhibitor>([this](const Error& error) {
        EXPECT_EQ(error.code, Code::internal);
        EXPECT_FALSE(error.hint.empty());
        failures.push_back(error.message);
    });
};

constexpr const char* no_portal =
    "the screen may go dark while it is shared: no desktop portal keeps it awake";

/// Hears the portal's Response, which comes after its answer.
class Responses {
public:
    Responses()
        : subscription_(connection_.get(),
                        {.sender = "org.freedesktop.portal.Desktop",
                         .path = {},
                         .interface = "org.freedesktop.portal.Request",
                         .name = "Response",
                         .type = "(ua{sv})"},
                        [this](GVariant*) { ++count_; }) {}
    [[nodiscard]] int count() const { return count_; }

private:
    int count_ = 0;
    Ref<GDBusConnection> connection_ = test::shared_connection();
    SignalSubscription subscription_;
};

TEST(IdleInhibitor, KeepsTheScreenAwakeAndGivesItBack) {
    const FakePortal portal;
    const Responses responses;
    Inhibited inhibited;
    ASSERT_TRUE(run_until([&] { return responses.count() == 1; }));
    EXPECT_EQ(portal.open(), 1);
    EXPECT_EQ(portal.flags(), 8U);
    inhibited.inhibitor.reset();
    EXPECT_TRUE(run_until([&] { return portal.open() == 0; }));
    EXPECT_EQ(portal.asked(), 1);
    EXPECT_THAT(inhibited.failures, IsEmpty());
}

TEST(IdleInhibitor, GivesBackWhatComesAfterItsEnd) {
    FakePortal portal(FakePortal::Behaviour::waits);
    Inhibited inhibited;
    ASSERT_TRUE(run_until([&] { return portal.asked() == 1; }));
    inhibited.inhibitor.reset();
    portal.go_on();
    ASSERT_EQ(portal.open(), 1);
    EXPECT_TRUE(run_until([&] { return portal.open() == 0; }));
    EXPECT_THAT(inhibited.failures, IsEmpty());
}

TEST(IdleInhibitor, AsksThePortalThatComesAfterAnother) {
    auto portal = std::make_unique<FakePortal>();
    const Responses responses;
    const Inhibited inhibited;
    ASSERT_TRUE(run_until([&] { return responses.count() == 1; }));
    portal.reset();
    ASSERT_TRUE(run_until([&] { return !inhibited.failures.empty(); }));
    portal = std::make_unique<FakePortal>();
    EXPECT_TRUE(run_until([&] { return portal->open() == 1; }));
    EXPECT_THAT(inhibited.failures, ElementsAre(no_portal));
}

TEST(IdleInhibitor, SaysWhyTheScreenMayGoDark) {
    const Inhibited inhibited;
    EXPECT_TRUE(run_until([&] { return !inhibited.failures.empty(); }));
    EXPECT_THAT(inhibited.failures, ElementsAre(no_portal));
}

TEST(IdleInhibitor, SaysSoOfAPortalWithoutABackend) {
    const FakePortal portal(FakePortal::Behaviour::knows_no_inhibit);
    const Inhibited inhibited;
    EXPECT_TRUE(run_until([&] { return !inhibited.failures.empty(); }));
    EXPECT_THAT(inhibited.failures, ElementsAre(no_portal));
}

TEST(IdleInhibitor, SaysThatTheDesktopRefuses) {
    const FakePortal portal(FakePortal::Behaviour::refuses);
    const Inhibited inhibited;
    EXPECT_TRUE(run_until([&] { return !inhibited.failures.empty(); }));
    EXPECT_THAT(inhibited.failures, ElementsAre("the screen may go dark while it is shared: the desktop "
                                                "refuses to keep it awake"));
}

TEST(IdleInhibitor, SaysSoWithoutABus) {
    const test::NoBus no_bus;
    const Inhibited inhibited;
    EXPECT_TRUE(run_until([&] { return !inhibited.failures.empty(); }));
    EXPECT_THAT(inhibited.failures, ElementsAre(no_portal));
}

} // namespace
} // namespace pixelpass
