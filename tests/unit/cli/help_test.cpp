// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/options.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

namespace pixelpass {
namespace {

using testing::HasSubstr;

/// What the words print.
std::string printed(const std::vector<const char*>& words) {
    std::vector<const char*> argv{"pixelpass"};
    argv.insert(argv.end(), words.begin(), words.end());
    const auto parsed = parse_options(static_cast<int>(argv.size()), argv.data());
    const auto* exit = std::get_if<EarlyExit>(&parsed);
    return exit ? exit->text : "";
}

std::size_t longest_line(const std::string& text) {
    std::size_t longest = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        longest = std::max(longest, line.size());
    return longest;
}

TEST(Help, FitsASmallTerminal) {
    const auto text = printed({"--help"});
    EXPECT_LT(std::ranges::count(text, '\n'), 24) << text; // and the prompt
    EXPECT_LT(longest_line(text), 80U) << text;
    EXPECT_THAT(text, HasSubstr("\n  host --audio "));
    EXPECT_EQ(printed({}), text);
}

TEST(Help, OfACommandHasAllItsOptionsByGroups) {
    const auto host = printed({"host", "--help"});
    EXPECT_LT(longest_line(host), 80U) << host;
    for (const auto* part :
         {"\nSource:\n", "\nSound:\n", "\nNetwork:\n", "  --region WxH+X+Y", "  --fps N ", "  -v,--verbose ",
          "  --source auto|portal|x11|test\n", "  --relay URL|default|none"})
        EXPECT_THAT(host, HasSubstr(part));
    EXPECT_THAT(printed({"view", "--help"}), HasSubstr("Usage: pixelpass view TICKET [OPTIONS]\n"));
    EXPECT_THAT(printed({"list", "--help"}), HasSubstr("list sources|apps|encoders|players [OPTIONS]\n"));
    EXPECT_THAT(printed({"doctor", "--help"}), testing::Not(HasSubstr("--part")));
}

TEST(Help, NamesTheVersions) {
    EXPECT_THAT(
        printed({"--version"}),
        testing::MatchesRegex("pixelpass [0-9.]+\niroh [0-9.]+\nGStreamer 1[0-9.]+\nPipeWire [0-9.]+\n"
                              "GLib 2[0-9.]+\nlibsoup 3[0-9.]+\nlibportal [0-9.]+\n"));
}

} // namespace
} // namespace pixelpass
