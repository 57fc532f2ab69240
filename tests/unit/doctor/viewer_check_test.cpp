// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/player_check.h"
#include "doctor/self_share.h"
#include "doctor/tone_judge.h"
#include "support/sound.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

/// A folder with programs that could be started.
class Programs {
public:
    explicit Programs(std::initializer_list<const char*> names) {
        for (const auto* name : names) {
            std::ofstream(folder() / name) << "#!/bin/sh\n";
            fs::permissions(folder() / name, fs::perms::owner_all);
        }
    }
    [[nodiscard]] fs::path folder() const { return folder_.path(); }
    [[nodiscard]] PlayerPlaces places() const {
        return {.programs = {folder()}, .flatpaks = {}, .snaps = folder() / "snaps"};
    }

private:
    test::TemporaryFolder folder_;
};

TEST(PlayerCheck, NamesThePlayers) {
    const Result<Browser> no_browser = fail(Code::player, "no browser");
    EXPECT_EQ(judge_players(Programs({"mpv", "vlc"}).places(), no_browser, Distribution::debian).found,
              "mpv, vlc");
    const auto none = judge_players(Programs({}).places(), no_browser, Distribution::debian);
    EXPECT_EQ(none.cause, "what friends share is shown in a window of pixelpass's own alone");
    const Result<Browser> browser = Browser{.start = {"/usr/bin/chromium", "--app=%s"}};
    EXPECT_EQ(
        judge_players(Programs({}).places(), browser, Distribution::debian).cause,
        "what friends share is shown in a window of pixelpass's own, or in a browser (chromium), alone");
    EXPECT_EQ(none.health, Health::warning);
    EXPECT_EQ(none.mend, "sudo apt install mpv");
}

TEST(PlayerCheck, VlcNeedsItsPluginForMpegTs) {
    const Programs programs{"vlc"};
    const std::vector plugins{programs.folder() / "plugins"};
    EXPECT_TRUE(judge_vlc_plugin(programs.places(), plugins, Distribution::arch).empty()) << "nobody knows";
    fs::create_directories(plugins[0] / "demux");
    const auto lacking = judge_vlc_plugin(programs.places(), plugins, Distribution::arch);
    ASSERT_EQ(lacking.size(), 1U);
    EXPECT_EQ(lacking[0].health, Health::warning);
    EXPECT_EQ(lacking[0].mend, "sudo pacman -S vlc-plugin-dvb");
    std::ofstream(plugins[0] / "demux/libts_plugin.so") << "it";
    EXPECT_EQ(judge_vlc_plugin(programs.places(), plugins, Distribution::arch).at(0).health, Health::ok);
    EXPECT_TRUE(judge_vlc_plugin(Programs({"mpv"}).places(), plugins, Distribution::arch).empty());
}

TEST(ToneJudge, KnowsTheTone) {
    EXPECT_EQ(judge_tone(test::sine(440, 0.1, tone_samples)), "");
    EXPECT_EQ(judge_tone({}), "no sound comes");
    EXPECT_EQ(judge_tone(test::sine(440, 0.1, 100)), "too little sound comes");
    EXPECT_NE(judge_tone(test::sine(660, 0.1, tone_samples)), "");
    EXPECT_NE(judge_tone(test::sine(440, 0.01, tone_samples)), "");
    auto noisy = test::sine(440, 0.1, tone_samples);
    const auto noise = test::sine(1000, 0.05, tone_samples);
    for (std::size_t i = 0; i < noisy.size(); ++i)
        noisy[i] += noise[i];
    EXPECT_EQ(judge_tone(noisy), "there is noise of -26 dB beside the tone");
}

SelfShareFacts all_came() {
    SelfShareFacts facts;
    facts.encoder = "x264enc";
    facts.pictures = 12;
    facts.compared = 10;
    facts.delay = std::chrono::milliseconds(18);
    return facts;
}

TEST(SelfShare, IsFineIfPictureAndToneAreWhatWasSent) {
    const auto check = judge_self_share(all_came());
    EXPECT_EQ(check.health, Health::ok);
    EXPECT_EQ(check.found, "picture by x264enc, 18 ms after its capture, and tone are what was sent");
}

TEST(SelfShare, LacksSoundWithoutItsTone) {
    auto facts = all_came();
    facts.sound_fault = "no sound comes";
    EXPECT_EQ(judge_self_share(facts).health, Health::warning);
}

TEST(SelfShare, FailsWithAWrongPicture) {
    auto facts = all_came();
    facts.picture_fault = "it makes a green picture";
    const auto check = judge_self_share(facts);
    EXPECT_EQ(check.health, Health::fail);
    EXPECT_EQ(check.cause, "x264enc: it makes a green picture");
    EXPECT_EQ(check.code, Code::encoder);
}

TEST(SelfShare, FailsIfNothingCame) {
    const auto check = judge_self_share({});
    EXPECT_EQ(check.health, Health::fail);
    EXPECT_EQ(check.code, Code::unreachable);
    SelfShareFacts undecoded = all_came();
    undecoded.compared = 0;
    EXPECT_EQ(judge_self_share(undecoded).health, Health::fail);
    SelfShareFacts failed;
    failed.failure = Error{Code::usage, "no socket", "h"};
    EXPECT_EQ(judge_self_share(failed).code, Code::usage);
}

TEST(SelfShare, IsNotComparedWhereNothingDecodes) {
    auto facts = all_came();
    facts.compared = 0;
    facts.undecodable = "nothing here decodes H.264";
    EXPECT_EQ(judge_self_share(facts).health, Health::warning);
}

} // namespace
} // namespace pixelpass
