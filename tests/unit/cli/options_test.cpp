// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/options.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

TEST(Options, ReadDurations) {
    EXPECT_EQ(parse_duration("90"), 90s);
    EXPECT_EQ(parse_duration("90s"), 90s);
    EXPECT_EQ(parse_duration("15m"), 15min);
    EXPECT_EQ(parse_duration("2h"), 2h);
    EXPECT_EQ(parse_duration("1d"), 24h);
    EXPECT_EQ(parse_duration("365d"), 24h * 365);
}

TEST(Options, RefuseWhatIsNoDuration) {
    for (const char* text : {"", "0", "0m", "m", "-5", " 5", "5 m", "1h30m", "2w", "2M", "366d", "9999999999",
                             "999999999d", "1.5h", "+5"})
        EXPECT_FALSE(parse_duration(text)) << text;
}

/// What the words are told, if they are no command.
std::string complaint(std::vector<const char*> words) {
    words.insert(words.begin(), "pixelpass");
    const auto parsed = parse_options(static_cast<int>(words.size()), words.data());
    const auto* exit = std::get_if<EarlyExit>(&parsed);
    return exit ? exit->text : "";
}

TEST(Options, NameTheWordThatIsWrong) {
    EXPECT_THAT(complaint({"host", "--sorce", "test"}),
                testing::HasSubstr("there is no option --sorce\nhint: pixelpass host --help"));
    EXPECT_THAT(complaint({"hots"}), testing::HasSubstr("nothing is called hots"));
    EXPECT_THAT(complaint({"ctl", "stopp"}), testing::HasSubstr("nothing is called stopp"));
    EXPECT_THAT(complaint({"ctl"}), testing::HasSubstr("it is not said what to do"));
    EXPECT_THAT(complaint({"view"}), testing::HasSubstr("the ticket is missing"));
    EXPECT_THAT(complaint({"--json", "host"}),
                testing::HasSubstr("--json belongs behind the command\nhint: pixelpass host --help"));
    EXPECT_EQ(complaint({"--player", "mpv", "endpointabc"}), "") << "what is a ticket stands for view";
    EXPECT_EQ(complaint({"help"}), complaint({"--help"}));
}

TEST(Options, OfX11DoNotGoWithWhatIsNot) {
    EXPECT_THAT(complaint({"host", "--source", "test", "--monitor", "HDMI-1"}),
                testing::HasSubstr("are of an X11 screen"));
    EXPECT_EQ(complaint({"host", "--source", "x11", "--monitor", "HDMI-1"}), "");
}

} // namespace
} // namespace pixelpass
