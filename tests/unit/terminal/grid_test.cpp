// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/grid.h"

#include "terminal/characters.h"
#include "terminal/curve.h"

#include <gtest/gtest.h>

namespace pixelpass::terminal {
namespace {

TEST(Grid, WritesWithinItsEdgesAlone) {
    Grid grid({2, 8}, Letters::utf8);
    EXPECT_EQ(grid.put(0, 2, "abc"), 3);
    EXPECT_EQ(grid.row_text(0), "  abc");
    EXPECT_EQ(grid.put(1, 4, "abcdefgh"), 4);
    EXPECT_EQ(grid.row_text(1), "    abc…");
    EXPECT_EQ(grid.put(2, 0, "below"), 0);
    EXPECT_EQ(grid.put(-1, 0, "above"), 0);
    EXPECT_EQ(grid.put(0, 8, "beside"), 0);
    EXPECT_EQ(Grid({-1, 5}, Letters::utf8).put(0, 0, "x"), 0);
}

TEST(Grid, CutsAtTheWidthThatIsGiven) {
    Grid grid({1, 20}, Letters::utf8);
    EXPECT_EQ(grid.put(0, 0, "abcdef", {}, 6), 6);
    EXPECT_EQ(grid.row_text(0), "abcdef");
    EXPECT_EQ(grid.put(0, 10, "abcdef", {}, 3), 3);
    EXPECT_EQ(grid.row_text(0), "abcdef    ab…");
    EXPECT_EQ(grid.put(0, 0, "abcdef", {}, 0), 0);
}

TEST(Grid, GivesWideLettersTwoColumns) {
    Grid grid({1, 5}, Letters::utf8);
    EXPECT_EQ(grid.put(0, 0, "日本"), 4);
    EXPECT_EQ(grid.at(0, 0).text, "日");
    EXPECT_EQ(grid.at(0, 1).text, "");
    EXPECT_EQ(grid.put(0, 0, "日本語"), 5);
    EXPECT_EQ(grid.row_text(0), "日本…");
    EXPECT_EQ(grid.put(0, 0, "日本語", {}, 4), 3) << "no half of a letter";
}

TEST(Grid, LeavesOutWhatActsOnATerminal) {
    Grid grid({1, 20}, Letters::utf8);
    grid.put(0, 0, "a\x1b[2J\nb");
    EXPECT_EQ(grid.row_text(0), "a[2Jb");
    EXPECT_EQ(Grid({1, 9}, Letters::utf8).put(0, 0, "\xff\xfe"), 0);
}

TEST(Grid, KeepsMarksWithTheirLetterButNotWithoutEnd) {
    Grid grid({1, 4}, Letters::utf8);
    std::string marked = "e";
    for (int count = 0; count < 1000; ++count)
        marked += "\u0301";
    EXPECT_EQ(grid.put(0, 0, marked + "f"), 2);
    EXPECT_LT(grid.at(0, 0).text.size(), 24U);
    EXPECT_EQ(grid.at(0, 1).text, "f");
}

TEST(Grid, IsAsciiWhereThatIsAll) {
    Grid grid({2, 20}, Letters::ascii);
    grid.put(0, 0, "a · é日 ▁▇ ›");
    EXPECT_EQ(grid.row_text(0), "a | e? _# >");
    grid.put(1, 0, "too long", {}, 4);
    EXPECT_EQ(grid.row_text(1), "too~");
}

TEST(Wrap, BreaksAtBlanksElseAnywhere) {
    EXPECT_EQ(wrap("one two three", 8), (std::vector<std::string>{"one two", "three"}));
    EXPECT_EQ(wrap("abcdefgh", 3), (std::vector<std::string>{"abc", "def", "gh"}));
    EXPECT_TRUE(wrap("", 3).empty());
}

TEST(Fit, EndsBeforeWhatHasNoRoom) {
    EXPECT_EQ(fit("140 ms · direct", 80), "140 ms · direct");
    EXPECT_EQ(fit("140 ms · direct", 8), "140 ms ·");
    EXPECT_EQ(fit("日本", 3), "日");
    EXPECT_EQ(fit("", 3), "");
    EXPECT_EQ(fit("abc", -1), "");
}

TEST(Curve, ShowsTheNewestAtTheRight) {
    Minute minute;
    EXPECT_EQ(curve(minute, 6), "");
    minute.add(1);
    minute.add(2);
    EXPECT_EQ(curve(minute, 60).substr(58), "▄▇");
    EXPECT_EQ(curve(minute, 6), "     ▇") << "a column is ten seconds";
    for (int count = 0; count < 100; ++count)
        minute.add(0);
    EXPECT_EQ(curve(minute, 3), "▁▁▁");
    EXPECT_EQ(minute.values().size(), Minute::length);
}

} // namespace
} // namespace pixelpass::terminal
