// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_notices.h"

#include "support/fake_notifications.h"
#include "support/run_until.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using test::run_until;
using testing::ElementsAre;
using testing::IsEmpty;

ViewerStatus viewer(const std::string& name) {
    ViewerStatus status;
    status.id = "id-of-" + name;
    status.name = name;
    return status;
}

std::vector<ViewerRequest> requests(const std::vector<std::string>& names) {
    std::vector<ViewerRequest> all;
    all.reserve(names.size());
    for (const auto& name : names)
        all.push_back({.id = "id-of-" + name, .name = name, .protocol = {}, .path = {}});
    return all;
}

class Notices : public testing::Test {
protected:
    [[nodiscard]] bool shows(const std::string& title) {
        return run_until([&] { return portal.has(title); });
    }
    [[nodiscard]] bool no_longer_shows(const std::string& title) {
        return run_until([&] { return !portal.has(title); });
    }

    test::FakeNotifications portal;
    bool watched = false;
    std::vector<std::string> answers;
    ViewerNotices notices{{.on_answer =
                               [this](const std::string& id, Answer answer) {
                                   answers.push_back(id + " " + std::to_string(static_cast<int>(answer)));
                               },
                           .is_watched = [this] { return watched; }}};
};

TEST_F(Notices, SayWhoComesAndGoes) {
    notices.joined(viewer("anna"));
    EXPECT_TRUE(shows("anna is watching"));
    notices.left(viewer("anna"));
    EXPECT_TRUE(shows("anna has left"));
    EXPECT_EQ(portal.shown().size(), 1U);
    EXPECT_THAT(portal.shown().begin()->second.buttons, IsEmpty());
}

TEST_F(Notices, AskByButtonsAndAreWithdrawn) {
    notices.set_requests(requests({"anna"}));
    ASSERT_TRUE(shows("anna asks to be let in"));
    const auto id = portal.id_of("anna asks to be let in");
    EXPECT_THAT(portal.shown().at(id).buttons, ElementsAre("Once once", "Always always", "No no"));
    for (const auto* action : {"once", "always", "no", "maybe"})
        portal.press(id, action);
    EXPECT_TRUE(run_until([&] { return answers.size() == 3; }));
    EXPECT_THAT(answers, ElementsAre("id-of-anna 0", "id-of-anna 1", "id-of-anna 2"));
    notices.set_requests({});
    EXPECT_TRUE(no_longer_shows("anna asks to be let in"));
}

TEST_F(Notices, OfSeveralAtOnceGiveTheNumber) {
    notices.set_requests(requests({"a", "b", "c", "d", "e"}));
    ASSERT_TRUE(shows("5 people ask to be let in"));
    notices.set_requests(requests({"a", "b"}));
    ASSERT_TRUE(shows("2 people ask to be let in"));
    EXPECT_EQ(portal.shown().size(), 1U);
    notices.set_requests(requests({"b"}));
    ASSERT_TRUE(shows("b asks to be let in"));
    EXPECT_TRUE(no_longer_shows("2 people ask to be let in"));
    notices.set_requests({});
    EXPECT_TRUE(run_until([&] { return portal.shown().empty(); }));
}

TEST_F(Notices, AreNoFlood) {
    for (int i = 0; i < 100; ++i)
        notices.joined(viewer("v" + std::to_string(i)));
    for (int i = 0; i < 40; ++i)
        notices.left(viewer("v" + std::to_string(i)));
    EXPECT_TRUE(shows("99 people came to watch"));
    EXPECT_EQ(portal.shown().begin()->second.body, "40 people have left");
    EXPECT_EQ(portal.added(), 2);
}

TEST_F(Notices, HaveNothingThatADesktopTakesForMarkup) {
    notices.joined(viewer("<b>&amp;\x1b[2J" + std::string(60, 'x')));
    EXPECT_TRUE(shows(" b  amp;[2J" + std::string(29, 'x') + " is watching"));
}

TEST_F(Notices, AreSilentWhileThePersonSeesIt) {
    watched = true;
    notices.joined(viewer("anna"));
    notices.set_requests(requests({"bob"}));
    watched = false;
    EXPECT_TRUE(shows("bob asks to be let in")); // who may have looked away before they saw it
    notices.joined(viewer("carol"));
    EXPECT_TRUE(shows("carol is watching"));
    watched = true;
    notices.joined(viewer("dave")); // within the pause after carol
    watched = false;
    notices.left(viewer("anna"));
    EXPECT_TRUE(shows("anna has left"));
    EXPECT_EQ(portal.added(), 3);
}

} // namespace
} // namespace pixelpass
