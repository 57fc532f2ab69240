// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/check.h"

#include "doctor/examination.h"
#include "doctor/mend.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pixelpass {
namespace {

TEST(Check, IsHandedOverWhole) {
    const Check check{.name = "encoders",
                      .health = Health::warning,
                      .found = "H.264 by \"x\"",
                      .cause = "a",
                      .mend = "sudo apt install c",
                      .details = {"d", "e"},
                      .code = Code::encoder};
    const auto line = write_check(check);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(read_check(line), check);
}

TEST(Check, IsHandedOverThoughADriverSaidWhatIsNoText) {
    const auto read = read_check(write_check({.name = "va-drivers", .cause = "\xff\xfe"}));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->name, "va-drivers");
}

TEST(Check, IsReadWithoutWhatATerminalWouldObey) {
    const auto read = read_check(write_check({.name = "a\x1b[2J",
                                              .found = "b\r\n",
                                              .cause = "c\xc2\x9b",
                                              .mend = "d\a",
                                              .details = {"e\x1b]0;f"}}));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, (Check{.name = "a[2J", .found = "b", .cause = "c", .mend = "d", .details = {"e]0;f"}}));
}

TEST(Check, IsNotReadFromAnythingElse) {
    for (const auto* line :
         {"", "{}", "[]", "no json", R"({"name":1})",
          R"({"name":"a","health":"well","found":"","cause":"","mend":"","details":[],"code":1})",
          R"({"name":"a","health":"ok","found":"","cause":"","mend":"","details":[2],"code":1})"})
        EXPECT_FALSE(read_check(line)) << line;
}

TEST(Check, FaultsComeFirstAndCausesBeforeWhatTheyBringAbout) {
    Checks checks{{.name = "a"},
                  {.name = "b", .health = Health::warning},
                  {.name = "c", .health = Health::fail},
                  {.name = "d"},
                  {.name = "e", .health = Health::fail}};
    sort_by_health(checks);
    std::string names;
    for (const auto& check : checks)
        names += check.name;
    EXPECT_EQ(names, "cebad");
}

TEST(Mend, IsTheDistributionsCommand) {
    const PackageNames names{.debian = "d", .arch = "a", .fedora = "f"};
    EXPECT_EQ(install_command(Distribution::debian, names), "sudo apt install d");
    EXPECT_EQ(install_command(Distribution::fedora, names), "sudo dnf install f");
    EXPECT_EQ(install_command(Distribution::arch, names), "sudo pacman -S a");
    EXPECT_EQ(install_command(Distribution::other, names),
              "sudo apt install d, or sudo dnf install f, or sudo pacman -S a");
    EXPECT_EQ(install_command(Distribution::debian, PackageNames{.arch = "a"}), "");
    EXPECT_EQ(install_command(Distribution::other, PackageNames{.arch = "a"}), "sudo pacman -S a");
}

/// The examination of parts that all do that, in a shell.
Checks examined_by(const char* script) { return examine({"/bin/sh", "-c", script}); }

TEST(Examination, PartsThatCrashAreSaidToHaveDoneSo) {
    const auto checks = examined_by("kill -SEGV $$");
    ASSERT_EQ(checks.size(), parts().size());
    for (const auto& check : checks)
        EXPECT_EQ(check.cause, "it crashed (Segmentation fault)");
    EXPECT_EQ(checks.front().name, "session");
    EXPECT_EQ(checks.front().health, Health::fail);
}

TEST(Examination, TakesTheChecksOfEachPartInTheOrderOfTheParts) {
    // The name of the part is $0.
    const auto checks = examined_by(
        R"(echo '{"name":"'$0'","health":"ok","found":"","cause":"","mend":"","details":[],"code":1}'; echo noise)");
    ASSERT_EQ(checks.size(), parts().size());
    EXPECT_TRUE(std::ranges::equal(checks, parts(), {}, &Check::name, &Part::name));
}

TEST(Examination, PartsThatSayNothingAreNoGoodSign) {
    EXPECT_EQ(examined_by("true").front().cause, "it said nothing");
}

} // namespace
} // namespace pixelpass
