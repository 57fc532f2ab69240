// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu_applications.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<ApplicationInfo> playing(const std::vector<std::string>& names) {
    std::vector<ApplicationInfo> applications;
    for (const auto& name : names)
        applications.push_back(
            {.name = name, .binary = {}, .process = {}, .flatpak = {}, .node = {}, .verdict = {}});
    return applications;
}

std::vector<std::string> labels(const MenuPage& page) {
    std::vector<std::string> labels;
    for (const auto& entry : page.entries)
        labels.push_back(entry.label);
    labels.erase(labels.begin());
    return labels;
}

TEST(MenuApplications, ComeOnceEachAndWithoutViewersPlayers) {
    auto page = applications_page();
    auto now = playing({"mpv", "mpv", "", "player", "Firefox"});
    now[3].verdict = Verdict::own_player;
    show_applications(page, now, {"Firefox"});
    EXPECT_THAT(labels(page), ElementsAre("mpv", "Firefox"));
    EXPECT_THAT(checked_applications(page), ElementsAre("Firefox"));
    EXPECT_EQ(page.entries[2].key, U'3');
    EXPECT_THAT(page.notice, IsEmpty());
}

TEST(MenuApplications, ComeAndGoWithoutMovingWhatIsSelected) {
    auto page = applications_page();
    show_applications(page, playing({"a", "b", "c"}), {});
    page.selected = 2;
    page.entries[3].checked = true;
    show_applications(page, playing({"d", "c", "b"}), {});
    EXPECT_THAT(labels(page), ElementsAre("b", "c", "d"));
    EXPECT_EQ(page.entries[page.selected].label, "b");
    show_applications(page, playing({"d"}), {});
    EXPECT_THAT(labels(page), ElementsAre("c", "d"));
    EXPECT_THAT(page.entries[1].detail, HasSubstr("does not play now"));
    EXPECT_THAT(checked_applications(page), ElementsAre("c"));
    show_applications(page, playing({"c"}), {});
    EXPECT_THAT(page.entries[1].detail, IsEmpty());
}

TEST(MenuApplications, SelectAnotherWhereTheSelectedOneHasEnded) {
    auto page = applications_page();
    show_applications(page, playing({"a", "b"}), {});
    page.selected = 2;
    show_applications(page, playing({"a"}), {});
    EXPECT_EQ(page.entries.at(page.selected).label, "a");
    show_applications(page, {}, {});
    EXPECT_EQ(page.selected, 0U);
    EXPECT_THAT(page.notice, HasSubstr("nothing plays now"));
    show_applications(page, playing({"a"}), {"a"});
    EXPECT_EQ(page.selected, 0U) << "what goes on stays selected, too";
    EXPECT_THAT(checked_applications(page), ElementsAre("a"));
}

} // namespace
} // namespace pixelpass
