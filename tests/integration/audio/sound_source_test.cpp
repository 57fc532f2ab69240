// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_source.h"

#include "audio/list_applications.h"
#include "support/pipewire_programs.h"
#include "support/sound_listener.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::FilterChain;
using test::Listener;
using test::make_sink;
using test::TonePlayer;
using testing::ElementsAre;

bool is_default_sink(const std::string& name) {
    return test::run_until([&] {
        return test::output_of("pw-metadata 0 default.audio.sink").find('"' + name + '"') !=
               std::string::npos;
    });
}

TEST(SoundSource, HearsWhatAnApplicationPlaysAtItsLevel) {
    const auto player = TonePlayer::application("A", 1000);
    Listener listener;
    EXPECT_TRUE(listener.hears({1000}, {1700}));
    EXPECT_TRUE(listener.is_told({"A"}));
    EXPECT_NEAR(test::frequency_of(listener.hear(500ms)), 1000, 1);
}

TEST(SoundSource, HearsAnApplicationAtItsOwnVolume) {
    const TonePlayer player(1000, 0.1, {"--volume", "0.5"});
    Listener listener;
    EXPECT_TRUE(listener.hears({1000}, {}, -26));
}

TEST(SoundSource, HearsStereoAndMonoAsTheyAreOnASurroundSink) {
    make_sink("surround", 3000, "FL FR FC LFE RL RR");
    ASSERT_TRUE(is_default_sink("surround"));
    const auto stereo = TonePlayer::application("A", 1000);
    const TonePlayer centre(700, 0.1, {"--channel-map", "FC,LFE"});
    const TonePlayer behind(1500, 0.1, {"--channel-map", "RL,RR"});
    Listener listener;
    EXPECT_TRUE(listener.hears({1000}));
    EXPECT_TRUE(listener.hears({700, 1500}, {}, -23));
    const auto mono =
        test::start_program({"gst-launch-1.0", "-q", "audiotestsrc", "freq=500", "volume=0.1", "is-live=true",
                             "!", "audio/x-raw,channels=1,rate=48000", "!", "pipewiresink"});
    EXPECT_TRUE(listener.hears({500, 1000}));
}

TEST(SoundSource, HearsAllThatPlays) {
    const auto first = TonePlayer::application("A", 500);
    const auto second = TonePlayer::application("B", 1000);
    const auto third = TonePlayer::application("A", 2000);
    Listener listener;
    EXPECT_TRUE(listener.hears({500, 1000, 2000}));
    EXPECT_TRUE(listener.is_told({"A", "B"}));
}

TEST(SoundSource, GoesOnInSilenceWhenNothingPlays) {
    Listener listener;
    EXPECT_LT(test::peak_level(listener.hear(2s)), -80);
    EXPECT_TRUE(listener.is_told({}));
    EXPECT_TRUE(std::ranges::none_of(
        listener.steps, [](auto step) { return std::chrono::abs(step) > SilenceFiller::patience; }));
}

TEST(SoundSource, NeverHearsAMicrophone) {
    const TonePlayer microphone(
        700, 0.1,
        {"--target", "0", "-P",
         "{ media.class=Audio/Source node.name=fake_microphone priority.session=3000 }"});
    ASSERT_TRUE(test::run_until([] {
        return test::output_of("pw-metadata 0 default.audio.source").find("fake_microphone") !=
               std::string::npos;
    }));
    Listener listener({.only = {"fake_microphone", "pw-cat"}});
    Listener system;
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    EXPECT_LT(test::peak_level(system.hear(1s)), -80);
    // Not even when there is no sink left to hear.
    test::output_of("pw-cli destroy sound_session");
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    EXPECT_LT(test::peak_level(system.hear(1s)), -80);
}

TEST(SoundSource, FollowsTheDefaultSink) {
    const TonePlayer stays(700, 0.1, {"-P", "{ application.name=A node.dont-reconnect=true }"});
    Listener listener;
    EXPECT_TRUE(listener.hears({700}));
    make_sink("better_sink", 3000);
    ASSERT_TRUE(is_default_sink("better_sink"));
    const auto player = TonePlayer::application("B", 1000);
    EXPECT_TRUE(listener.is_told({"B"}, {"A"}));
    EXPECT_TRUE(listener.hears({1000}, {700}));
    test::output_of("pw-cli destroy better_sink");
    EXPECT_TRUE(listener.hears({700, 1000}));
}

TEST(SoundSource, HearsOnlyWhatItIsToldOnWhateverSink) {
    make_sink("other_sink");
    const auto elsewhere = TonePlayer::application("A", 500, "other_sink");
    const auto here = TonePlayer::application("B", 1000);
    const auto other = TonePlayer::application("C", 2000);
    Listener listener({.only = {"a", "B"}});
    EXPECT_TRUE(listener.is_told({"A", "B"}, {"C"}));
    EXPECT_TRUE(listener.hears({500, 1000}, {2000}));
}

TEST(SoundSource, HearsAllButWhatItIsTold) {
    make_sink("other_sink");
    const auto elsewhere = TonePlayer::application("A", 500, "other_sink");
    const auto here = TonePlayer::application("B", 1000);
    const auto other = TonePlayer::application("C", 2000);
    Listener listener({.except = {"c"}});
    EXPECT_TRUE(listener.is_told({"B"}, {"A", "C"}));
    EXPECT_TRUE(listener.hears({1000}, {500, 2000}));
}

TEST(SoundSource, LeavesVoiceProgramsOutFromTheFirstSampleOn) {
    Listener listener;
    ASSERT_TRUE(listener.is_told({}));
    const auto voice = TonePlayer::application("Mumble", 700);
    const TonePlayer call(900, 0.1, {"--media-role", "Communication"});
    const auto& heard = listener.hear(1500ms);
    EXPECT_TRUE(listener.is_told({}, {"Mumble", "pw-play"}));
    EXPECT_LT(test::peak_level(heard), -80);
    const auto player = TonePlayer::application("A", 1000);
    EXPECT_TRUE(listener.hears({1000}, {700, 900}));
    Listener all({.voice_programs = true});
    EXPECT_TRUE(all.hears({700, 900, 1000}));
    Listener chosen({.only = {"Mumble"}});
    EXPECT_TRUE(chosen.hears({700}, {900, 1000}));
}

TEST(SoundSource, LooksThroughAFilterAtWhoPlays) {
    const FilterChain effects("effects");
    ASSERT_TRUE(test::run_until([] { return test::has_node("effects_out"); }));
    const auto player = TonePlayer::application("A", 1000, "effects");
    const auto voice = TonePlayer::application("Mumble", 700, "effects");
    Listener listener;
    EXPECT_TRUE(listener.is_told({"A"}, {"Mumble"}));
    // As it was before the filter, which takes 12 dB.
    EXPECT_TRUE(listener.hears({1000}, {700}));
    Listener all({.voice_programs = true});
    EXPECT_TRUE(all.hears({700, 1000}));
}

TEST(SoundSource, LooksThroughALoopback) {
    const auto loopback =
        test::start_program({"pw-loopback", "--capture-props={ media.class=Audio/Sink node.name=virtual }",
                             "--playback-props={ node.name=virtual_out }"});
    ASSERT_TRUE(test::run_until([] { return test::has_node("virtual_out"); }));
    const auto player = TonePlayer::application("A", 1000, "virtual");
    const auto voice = TonePlayer::application("Mumble", 700, "virtual");
    Listener listener;
    EXPECT_TRUE(listener.is_told({"A"}, {"Mumble"}));
    EXPECT_TRUE(listener.hears({1000}, {700}));
}

TEST(SoundSource, FollowsAnApplicationFromSinkToSink) {
    make_sink("other_sink");
    const auto player = TonePlayer::application("A", 1000);
    Listener listener;
    Listener chosen({.only = {"A"}});
    EXPECT_TRUE(listener.hears({1000}));
    test::output_of(
        "sh -c \"pw-link -d A:output_FL sound_session:playback_FL; pw-link -d A:output_FR "
        "sound_session:playback_FR; pw-link A:output_FL other_sink:playback_FL; pw-link A:output_FR "
        "other_sink:playback_FR\"");
    EXPECT_TRUE(listener.is_told({}, {"A"}));
    EXPECT_TRUE(listener.hears({}, {1000}));
    EXPECT_TRUE(chosen.hears({1000}));
    test::output_of("sh -c \"pw-link A:output_FL sound_session:playback_FL; pw-link A:output_FR "
                    "sound_session:playback_FR\"");
    EXPECT_TRUE(listener.is_told({"A"}));
    EXPECT_TRUE(listener.hears({1000}));
}

TEST(SoundSource, FindsAnApplicationWheneverItPlays) {
    Listener listener({.only = {"A"}});
    ASSERT_TRUE(test::run_until([&] { return !listener.told.empty(); }));
    EXPECT_THAT(listener.told.back().waiting_for, ElementsAre("A"));
    const auto other = TonePlayer::application("B", 700);
    EXPECT_TRUE(listener.is_told({}, {"B"}));
    EXPECT_LT(test::peak_level(listener.hear(500ms)), -80);
    for (int i = 0; i < 3; ++i) {
        auto player = TonePlayer::application("A", 1000);
        EXPECT_TRUE(listener.hears({1000}, {700}));
        EXPECT_TRUE(listener.is_told({"A"}, {"B"}));
        player.reset();
        EXPECT_TRUE(listener.is_told({}, {"B"}));
        EXPECT_TRUE(listener.hears({}, {700, 1000}));
    }
}

TEST(SoundSource, NeverHearsThePlayerOfAViewer) {
    const TonePlayer tagged(500, 0.1, {"-P", "{ pixelpass.player=1 application.name=tagged }"});
    // A script is called by its file's name.
    const auto folder = testing::TempDir() + "own-" + std::to_string(getpid());
    mkdir(folder.c_str(), 0700);
    const auto script = folder + "/pixelpass";
    std::ofstream(script) << "#!/bin/sh\n\"$@\"\n:\n";
    chmod(script.c_str(), 0700);
    const TonePlayer sound(700, 0.1, {"--target", "0"}); // for its file alone
    const auto child =
        test::start_program({script, "pw-play", "-P", "{ application.name=child }", sound.file()});
    const auto player = TonePlayer::application("A", 1000);
    ASSERT_TRUE(test::run_until([] {
        const auto applications = list_applications();
        return applications &&
               std::ranges::count(*applications, Verdict::own_player, &ApplicationInfo::verdict) == 2;
    }));
    Listener listener({.voice_programs = true});
    EXPECT_TRUE(listener.hears({1000}, {500, 700}));
    Listener chosen({.only = {"tagged", "child"}});
    EXPECT_LT(test::peak_level(chosen.hear(1s)), -80);
}

TEST(SoundSource, HasContinuousTimestampsOfNow) {
    Listener listener;
    const auto player = TonePlayer::application("A", 1000);
    std::ignore = listener.hear(3s);
    ASSERT_GT(listener.steps.size(), 100U);
    const auto jumps =
        std::ranges::count_if(listener.steps, [](auto step) { return std::chrono::abs(step) > 1ms; });
    // A busy machine without real-time priority may lose some blocks.
    EXPECT_LT(jumps, 8);
    EXPECT_GT(*listener.least_age, -20ms);
    EXPECT_LT(*listener.most_age, 300ms);
}

TEST(SoundSource, HasANodeOnlyWhileItIsWanted) {
    Listener listener;
    EXPECT_TRUE(test::run_until([] { return test::has_node("pixelpass-sound"); }));
    listener.set_wanted(false);
    EXPECT_TRUE(test::run_until([] { return !test::has_node("pixelpass-sound"); }));
    const auto player = TonePlayer::application("A", 1000);
    EXPECT_TRUE(listener.is_told({"A"})) << "all the same";
    listener.set_wanted(true);
    EXPECT_TRUE(listener.hears({1000}));
}

TEST(ListApplications, TellsWhoPlaysAndWhoIsHeard) {
    make_sink("other_sink");
    const auto player = TonePlayer::application("A", 1000);
    const auto voice = TonePlayer::application("Mumble", 700);
    const auto elsewhere = TonePlayer::application("B", 500, "other_sink");
    std::vector<ApplicationInfo> found;
    ASSERT_TRUE(test::run_until([&] {
        auto applications = list_applications();
        EXPECT_TRUE(applications);
        found = std::move(*applications);
        std::ranges::sort(found, {}, &ApplicationInfo::name);
        return found.size() == 3 && found[0].verdict == Verdict::captured;
    }));
    EXPECT_EQ(found[0].name, "A");
    EXPECT_EQ(found[0].node, "A");
    EXPECT_EQ(found[0].binary, "pw-cat");
    EXPECT_GT(std::atoi(found[0].process.c_str()), 1);
    EXPECT_EQ(found[1].verdict, Verdict::elsewhere);
    EXPECT_EQ(found[2].verdict, Verdict::voice_program);
}

} // namespace
} // namespace pixelpass
