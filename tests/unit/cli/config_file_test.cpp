// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/options.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>
#include <random>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// What words end in, with a config file of `text`.
class ConfigFileTest : public testing::Test {
protected:
    [[nodiscard]] auto parse(const std::string& text, std::vector<std::string> words) const {
        std::ofstream(path, std::ios::binary) << text;
        words.insert(words.begin(), "pixelpass");
        words.insert(words.end(), {"--config", path});
        std::vector<const char*> argv;
        argv.reserve(words.size());
        for (const auto& word : words)
            argv.push_back(word.c_str());
        return parse_options(static_cast<int>(argv.size()), argv.data());
    }
    [[nodiscard]] HostOptions host(const std::string& text, std::vector<std::string> words = {}) const {
        words.insert(words.begin(), "host");
        auto parsed = parse(text, std::move(words));
        if (const auto* exit = std::get_if<EarlyExit>(&parsed))
            ADD_FAILURE() << exit->text;
        const auto* options = std::get_if<HostOptions>(&parsed);
        return options ? *options : HostOptions{};
    }
    /// What is said of it, from the file's name on.
    [[nodiscard]] std::string complaint(const std::string& text) const {
        const auto parsed = parse(text, {"host"});
        const auto* exit = std::get_if<EarlyExit>(&parsed);
        if (!exit)
            return "";
        EXPECT_EQ(exit->status, 2);
        const auto at = exit->text.find("config.toml");
        return at == std::string::npos ? exit->text : exit->text.substr(at, exit->text.find('\n') - at);
    }

    const test::TemporaryFolder folder;
    const std::string path = folder / "config.toml";
};

TEST_F(ConfigFileTest, FlagsThatAreFalseAreNotGiven) {
    const auto options = host("verbose = false\nquiet = true\n[host]\napprove = false\n");
    EXPECT_EQ(options.common.verbosity, Verbosity::quiet);
    EXPECT_FALSE(options.consent.approve);
    EXPECT_EQ(host("verbose = false\n").common.verbosity, Verbosity::normal);
}

TEST_F(ConfigFileTest, TheCommandLineWinsOverWhatDoesNotGoWithIt) {
    EXPECT_THAT(host("[host]\nno-app = [\"x\"]\n", {"--audio", "none"}).no_apps, testing::IsEmpty());
    const auto parsed = parse("[host]\nhide-addresses = true\n", {"host", "--relay", "none"});
    ASSERT_TRUE(std::holds_alternative<EarlyExit>(parsed)) << "addresses are not shown unasked";
    EXPECT_THAT(std::get<EarlyExit>(parsed).text, HasSubstr("config file"));
}

TEST_F(ConfigFileTest, SetsWhatTheCommandLineLeavesAlone) {
    const std::string text =
        "quiet = true # no words\nrelay = \"none\"\n[host]\nfps = 15\nsize = \"1280x720\"\n"
        "no-app = [\"mpv # 1\", 'a \"b\"']\nno-cursor = true\n[view]\nplayer = \"vlc\"\nlatency = 100\n";
    const auto options = host(text, {"--fps", "20"});
    EXPECT_EQ(options.frame_rate, 20U);
    EXPECT_EQ(options.size, "1280x720");
    EXPECT_THAT(options.no_apps, ElementsAre("mpv # 1", "a \"b\""));
    EXPECT_FALSE(options.cursor);
    EXPECT_EQ(options.common.relay, "none");
    EXPECT_EQ(options.common.verbosity, Verbosity::quiet);
    const auto parsed = parse(text, {"endpointabc"});
    ASSERT_TRUE(std::holds_alternative<ViewOptions>(parsed));
    EXPECT_EQ(std::get<ViewOptions>(parsed).player, "vlc");
    EXPECT_EQ(std::get<ViewOptions>(parsed).latency.count(), 100);
    EXPECT_TRUE(std::holds_alternative<DoctorOptions>(parse(text, {"doctor"})));
}

TEST_F(ConfigFileTest, GivesWayToWhatExcludesIt) {
    const auto options = host("verbose = 2\n[host]\naudio = \"all\"\nmonitor = \"DP-1\"\n",
                              {"-q", "--app", "mpv", "--region", "16x16+0+0"});
    EXPECT_EQ(options.common.verbosity, Verbosity::quiet);
    EXPECT_EQ(options.audio, "system");
    EXPECT_EQ(options.monitor, "");
    EXPECT_EQ(host("verbose = 2").common.verbosity, Verbosity::debug);
    EXPECT_TRUE(host("[host]\nno-cursor = false").cursor);
}

TEST_F(ConfigFileTest, NamesAWrongKeyAndItsLine) {
    EXPECT_EQ(complaint("[host]\n\nbitrat = 4000"),
              "config.toml:3: there is no option 'bitrat' of host; did you mean 'bitrate'?");
    EXPECT_EQ(complaint("\nqiet = true"), "config.toml:2: there is no option 'qiet'; did you mean 'quiet'?");
    EXPECT_EQ(complaint("[hots]\nfps = 3"), "config.toml:1: there is no option 'hots'");
    EXPECT_EQ(complaint("fps = 3"), "config.toml:1: 'fps' is an option of host alone: put it below [host]");
    EXPECT_EQ(complaint("config = \"x\""), "config.toml:1: there is no option 'config'");
    EXPECT_EQ(complaint("help = true"), "config.toml:1: there is no option 'help'");
    EXPECT_EQ(complaint("host = 3"), "config.toml:1: 'host' is a table: write [host]");
    EXPECT_EQ(complaint("[view]\nticket = \"endpointabc\""),
              "config.toml:2: there is no option 'ticket' of view");
    EXPECT_THAT(complaint("[host]\nfps = 3\nfps = 4"), StartsWith("config.toml:3: "));
    EXPECT_THAT(complaint("[host]\nfps = "), StartsWith("config.toml:2: "));
}

TEST_F(ConfigFileTest, NamesAWrongValueAndWhatItShouldBe) {
    EXPECT_EQ(
        complaint("[host]\nbitrate = \"4M\""),
        "config.toml:2: 'bitrate' is wrong: a bitrate is a number of kbit/s from 100 to 200000, or auto");
    EXPECT_THAT(complaint("[host]\nfps = 3000"),
                HasSubstr("config.toml:2: 'fps' is wrong: Value 3000 not in range 1 to 240"));
    EXPECT_THAT(complaint("[host]\nfps = 30.5"), StartsWith("config.toml:2: 'fps' is wrong: "));
    EXPECT_THAT(complaint("[view]\nplayer = \"xine\""),
                HasSubstr("xine not in {auto,mpv,vlc,window,browser,none}"));
    EXPECT_EQ(complaint("[host]\nfps = [3, 4]"), "config.toml:2: 'fps' is one value");
    EXPECT_EQ(complaint("[host]\nfps = { a = 1 }"), "config.toml:2: 'fps' is one value");
    EXPECT_EQ(complaint("[host]\napp = []"), "config.toml:2: 'app' is a list of words");
    EXPECT_EQ(complaint("json = \"much\""), "config.toml:1: 'json' is true or false");
    EXPECT_EQ(complaint("[host]\nmonitor = \"a\"\nwindow = \"b\""),
              "config.toml:3: 'window' excludes 'monitor'");
}

TEST_F(ConfigFileTest, MayBeAnything) {
    EXPECT_EQ(host("").frame_rate, 30U);
    EXPECT_THAT(complaint(std::string(65'537, '#')), HasSubstr("longer than 64 KiB"));
    EXPECT_THAT(complaint("a = " + std::string(60'000, '[')), StartsWith("config.toml:1: "));
    EXPECT_THAT(complaint(std::string(60'000, 'a') + " = 1"), StartsWith("config.toml:1: "));
    EXPECT_THAT(complaint("\xff\xfe = 1"), StartsWith("config.toml:1: "));
    EXPECT_EQ(complaint("\"\\u001b[2J\" = 1"), "config.toml:1: there is no option '[2J'");
    const std::string valid = "quiet = true\n[host]\nfps = 15\nno-app = [\"mpv\", 'x']\nno-cursor = true\n";
    std::mt19937 random(7); // NOLINT(cert-msc32-c,cert-msc51-cpp): the same each time
    for (int round = 0; round < 200; ++round) {
        std::string text = valid;
        for (int change = 0; change < 3; ++change)
            text.at(random() % text.size()) = static_cast<char>(random());
        (void)parse(text, {"host"});
    }
}

TEST(ConfigFile, HasToBeThereIfItIsNamed) {
    for (const char* const path : {"/nonexistent", "/"}) {
        const std::vector<const char*> argv{"pixelpass", "host", "--config", path};
        const auto parsed = parse_options(4, argv.data());
        ASSERT_TRUE(std::holds_alternative<EarlyExit>(parsed)) << path;
        EXPECT_THAT(std::get<EarlyExit>(parsed).text, HasSubstr(std::string(path) + " can't be read"));
    }
    const std::vector<const char*> none{"pixelpass", "host", "--config", "/dev/null"};
    EXPECT_TRUE(std::holds_alternative<HostOptions>(parse_options(4, none.data())));
}

} // namespace
} // namespace pixelpass
