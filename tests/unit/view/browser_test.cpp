// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/browser.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace pixelpass {
namespace {

using testing::ElementsAre;

/// A machine on which there are the programs that add() has put there.
struct BrowserMachine {
    test::TemporaryFolder root;
    BrowserPlaces places{.wanted = {}, .default_program = {}, .programs = {root.path()}};

    void add(const std::string& program) const {
        std::ofstream(root / program) << "#!/bin/sh\n";
        std::filesystem::permissions(root / program, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] std::vector<std::string> command() const {
        const auto browser = find_browser(places);
        return browser ? browser_command(*browser, "ADDRESS").argv : std::vector<std::string>{};
    }
};

TEST(Browser, IsThatOfTheVariableBeforeAllOthers) {
    BrowserMachine machine;
    machine.add("mine");
    machine.add("chromium");
    machine.places.wanted = "missing:mine --new 'a b' %s:chromium";
    EXPECT_THAT(machine.command(), ElementsAre("mine", "--new", "a b", "ADDRESS"));
    machine.places.wanted = "mine";
    EXPECT_THAT(machine.command(), ElementsAre("mine", "ADDRESS"));
    machine.places.wanted = "missing";
    EXPECT_THAT(machine.command(), ElementsAre("chromium", "--app=ADDRESS"));
}

TEST(Browser, IsTheDesktopsDefault) {
    BrowserMachine machine;
    machine.add("chromium");
    machine.add("xdg-open");
    machine.add("google-chrome-stable");
    machine.places.default_program = "/opt/firefox";
    EXPECT_THAT(machine.command(), ElementsAre("xdg-open", "ADDRESS"));
    machine.places.default_program = machine.root / "google-chrome-stable";
    EXPECT_THAT(machine.command(), ElementsAre(machine.root / "google-chrome-stable", "--app=ADDRESS"));
}

TEST(Browser, IsAnyThatIsKnownWhereTheDesktopHasNone) {
    BrowserMachine machine;
    EXPECT_TRUE(machine.command().empty());
    machine.add("xdg-open"); // which would find none
    EXPECT_TRUE(machine.command().empty());
    machine.add("firefox");
    EXPECT_THAT(machine.command(), ElementsAre("firefox", "ADDRESS"));
}

TEST(Browser, OutlivesTheWatch) { EXPECT_TRUE(browser_command({.start = {"any"}}, "ADDRESS").outlives_us); }

TEST(Browser, SaysWhatToInstall) {
    const BrowserMachine machine;
    const auto browser = find_browser(machine.places);
    ASSERT_FALSE(browser);
    EXPECT_EQ(browser.error().code, Code::player);
    EXPECT_THAT(browser.error().hint, testing::HasSubstr("chromium"));
}

} // namespace
} // namespace pixelpass
