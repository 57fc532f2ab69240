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
    applications.reserve(names.size());
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

TEST(MenuApplications, ComeAndGoWithoutMovingAnyOther) {
    auto page = applications_page();
    show_applications(page, playing({"a", "b", "c"}), {});
    page.selected = 2;
    check_application(page.entries[3]);
    show_applications(page, playing({"d", "c", "b"}), {});
    EXPECT_THAT(labels(page), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(page.entries[4].key, U'5');
    show_applications(page, playing({"d"}), {});
    EXPECT_THAT(labels(page), ElementsAre("a", "b", "c", "d"));
    EXPECT_EQ(page.selected, 2U);
    EXPECT_EQ(page.entries[1].detail, "does not play now");
    EXPECT_THAT(page.entries[3].detail, HasSubstr("is waited for"));
    EXPECT_THAT(page.entries[4].detail, IsEmpty());
    EXPECT_THAT(checked_applications(page), ElementsAre("c"));
    show_applications(page, playing({"a", "c"}), {});
    EXPECT_THAT(page.entries[1].detail, IsEmpty());
    EXPECT_THAT(page.entries[3].detail, IsEmpty());
}

TEST(MenuApplications, AreWaitedForIfTheyAreChecked) {
    auto page = applications_page();
    show_applications(page, playing({"a"}), {"a"});
    show_applications(page, {}, {"a"});
    EXPECT_THAT(page.entries[1].detail, HasSubstr("is waited for"));
    check_application(page.entries[1]);
    EXPECT_EQ(page.entries[1].detail, "does not play now");
    EXPECT_THAT(checked_applications(page), IsEmpty());
    show_applications(page, playing({"a"}), {"a"});
    EXPECT_THAT(checked_applications(page), IsEmpty()) << "what is unchecked stays so";
    check_application(page.entries[1]);
    EXPECT_THAT(page.entries[1].detail, IsEmpty());
    EXPECT_THAT(checked_applications(page), ElementsAre("a"));
}

TEST(MenuApplications, AreBoundedHoweverManyCome) {
    auto page = applications_page();
    for (int count = 0; count < 1000; ++count)
        show_applications(page, playing({std::to_string(count)}), {});
    EXPECT_LE(page.entries.size(), 100U);
    EXPECT_THAT(page.notice, HasSubstr("come again"));
    EXPECT_EQ(page.entries[1].label, "0");
    show_applications(page, playing({"0"}), {});
    EXPECT_THAT(page.notice, IsEmpty());
}

TEST(MenuApplications, TakeNoNoticeAwayThatIsOfSomethingElse) {
    auto page = applications_page();
    EXPECT_THAT(page.notice, HasSubstr("looking"));
    show_applications(page, {}, {});
    EXPECT_THAT(page.notice, HasSubstr("nothing plays now"));
    show_applications(page, playing({"a"}), {});
    EXPECT_THAT(page.notice, IsEmpty());
    page.notice = "no application is checked";
    show_applications(page, playing({"a", "b"}), {});
    EXPECT_EQ(page.notice, "no application is checked");
}

} // namespace
} // namespace pixelpass
