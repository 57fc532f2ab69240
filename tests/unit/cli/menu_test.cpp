// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu_choices.h"
#include "cli/menu_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using terminal::GridSize;
using terminal::Letters;
using testing::HasSubstr;

TEST(MenuChoices, AreReadAsTheyWereWritten) {
    MenuChoices choices;
    choices.views = true;
    choices.source_kind = "window";
    choices.source_name = "a title with spaces · ü";
    choices.sound = "apps";
    choices.apps = {"Firefox", "mpv Media Player"};
    choices.player = "vlc";
    EXPECT_EQ(parse_choices(text_of(choices)), choices);
    choices.source_name = "two\nsound none";
    EXPECT_EQ(parse_choices(text_of(choices)).sound, "apps") << "a window's title can't choose";
    EXPECT_EQ(parse_choices(text_of({})), MenuChoices{});
}

TEST(MenuChoices, BelieveNoFile) {
    EXPECT_EQ(parse_choices("\n\n \nsound\nsound \nno such key\n"), MenuChoices{});
    EXPECT_EQ(parse_choices("player \xff\xfe"), MenuChoices{});
    EXPECT_EQ(parse_choices("player " + std::string(10'000, 'a')), MenuChoices{});
    EXPECT_EQ(parse_choices("player a\x1b[2Jb").player, "a[2Jb");
    std::string many;
    for (int count = 0; count < 1000; ++count)
        many += "app a\n";
    EXPECT_LE(parse_choices(many).apps.size(), 32U);
}

std::string text_of(const DrawnMenu& menu) {
    std::string text;
    for (int row = 0; row < menu.grid.size().rows; ++row)
        text += menu.grid.row_text(row) + '\n';
    return text;
}

MenuPage page_of(std::size_t count) {
    MenuPage page{.title = "which one?", .entries = {}};
    for (std::size_t at = 0; at < count; ++at)
        page.entries.push_back({.key = at == 0 ? U'1' : U'\0', .label = "entry" + std::to_string(at) + "."});
    return page;
}

TEST(Menu, ShowsTheSelectedOneOfManyAndWhereItIs) {
    for (const auto size : {GridSize{24, 80}, GridSize{50, 200}})
        for (const std::size_t selected : {0U, 1U, 250U, 499U}) {
            auto page = page_of(500);
            page.selected = selected;
            const auto menu = draw_menu(page, size, Letters::utf8);
            const auto found = std::ranges::find(menu.entries, selected, &EntryRow::entry);
            ASSERT_NE(found, menu.entries.end());
            EXPECT_THAT(menu.grid.row_text(found->row), HasSubstr("›"));
            EXPECT_THAT(menu.grid.row_text(found->row), HasSubstr("entry" + std::to_string(selected) + "."));
            EXPECT_THAT(text_of(menu), HasSubstr("500 in all"));
        }
    EXPECT_EQ(draw_menu(page_of(3), {24, 80}, Letters::utf8).entries.size(), 3U);
}

TEST(Menu, ShowsTheEndOfWhatIsTyped) {
    auto page = page_of(1);
    page.input = "endpoint" + std::string(300, 'a') + "xyz";
    EXPECT_THAT(text_of(draw_menu(page, {24, 80}, Letters::utf8)), HasSubstr("aaaxyz_"));
}

TEST(Menu, FitsOrSaysWhatItTakes) {
    for (int rows = 0; rows < 24; ++rows)
        for (int columns = 0; columns < 90; columns += 7)
            (void)draw_menu(page_of(40), {rows, columns}, Letters::utf8);
    EXPECT_THAT(text_of(draw_menu(page_of(1), {10, 40}, Letters::utf8)), HasSubstr("80x24"));
    EXPECT_EQ(draw_menu(page_of(0), {24, 80}, Letters::utf8).entries.size(), 0U);
}

} // namespace
} // namespace pixelpass
