// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/list_applications.h"
#include "audio/sound_links.h"
#include "audio/sound_source.h"
#include "support/pipewire_programs.h"
#include "support/sound_listener.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdlib>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::Listener;
using test::start_program;
using test::TonePlayer;

void signal_daemon(const char* pid_variable, int signal) {
    const char* pid = std::getenv(pid_variable);
    ASSERT_NE(pid, nullptr) << "run it by tests/rigs/sound_session.py run --";
    kill(std::atoi(pid), signal);
}

TEST(SoundRecovery, SoundComesBackAfterPipeWireHasRestarted) {
    Listener listener;
    auto player = TonePlayer::application("A", 1000);
    ASSERT_TRUE(listener.hears({1000}));
    signal_daemon("SOUND_SESSION_PIPEWIRE", SIGKILL);
    ASSERT_TRUE(test::run_until([&] { return !listener.absences.empty(); }));
    EXPECT_EQ(listener.absences[0].code, Code::audio);
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    const auto pipewire = start_program({"pipewire"});
    const auto wireplumber = start_program({"wireplumber"});
    EXPECT_TRUE(test::run_until([&] { return listener.told.back().heard.empty(); }));
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    // No hole, and no step back, that a player would trip over.
    for (const auto step : listener.steps)
        EXPECT_LT(std::chrono::abs(step), SilenceFiller::patience);
    player = TonePlayer::application("B", 1500);
    EXPECT_TRUE(listener.hears({1500}, {1000}));
    EXPECT_TRUE(listener.is_told({"B"}));
    EXPECT_EQ(listener.absences.size(), 1U);
}

/// As make_sink(), without WirePlumber, for which pw-cli would wait.
void replace_sink(const std::string& old_name, const std::string& new_name) {
    test::output_of("sh -c 'timeout 1 pw-cli destroy " + old_name + " || true'");
    test::output_of("sh -c \"timeout 1 pw-cli create-node adapter '{ factory.name=support.null-audio-sink "
                    "media.class=Audio/Sink node.name=" +
                    new_name +
                    " object.linger=true audio.position=[FL FR] }' "
                    "|| true\"");
    EXPECT_TRUE(test::run_until([&] { return !test::has_node(old_name) && test::has_node(new_name); }));
}

TEST(SoundRecovery, SoundComesBackAfterWirePlumberHasRestarted) {
    Listener listener;
    Listener chosen({.only = {"A"}});
    auto player = TonePlayer::application("A", 1000);
    ASSERT_TRUE(listener.hears({1000}));
    ASSERT_TRUE(chosen.hears({1000}));
    signal_daemon("SOUND_SESSION_WIREPLUMBER", SIGKILL);
    // What plays on no sink is not heard. The sinks of sound cards go with WirePlumber and come again.
    EXPECT_TRUE(listener.is_told({}, {"A"}));
    EXPECT_TRUE(chosen.is_told({}, {"A"}));
    EXPECT_TRUE(test::run_until([&] { return !listener.absences.empty(); }));
    EXPECT_NE(listener.absences[0].message.find("session manager"), std::string::npos);
    // WirePlumber 0.4 links nothing while it waits for a stream that ran before it; ours must be none.
    player.reset();
    replace_sink("sound_session", "again");
    const auto wireplumber = start_program({"wireplumber"});
    ASSERT_TRUE(test::run_until([] {
        return test::output_of("sh -c 'timeout 0.5 pw-metadata 0 default.audio.sink || true'")
                   .find("again") != std::string::npos;
    }));
    player = TonePlayer::application("A", 1500);
    EXPECT_TRUE(listener.hears({1500}));
    EXPECT_TRUE(listener.is_told({"A"}));
    EXPECT_TRUE(chosen.hears({1500}));
    EXPECT_EQ(listener.absences.size(), 1U);
}

TEST(SoundRecovery, TellsOfAPipeWireThatDoesNotAnswer) {
    signal_daemon("SOUND_SESSION_PIPEWIRE", SIGSTOP);
    Listener listener;
    const bool told = test::run_until([&] { return !listener.absences.empty(); });
    signal_daemon("SOUND_SESSION_PIPEWIRE", SIGCONT);
    ASSERT_TRUE(told);
    EXPECT_NE(listener.absences[0].message.find("does not answer"), std::string::npos);
    const auto player = TonePlayer::application("A", 1000);
    EXPECT_TRUE(listener.hears({1000}));
}

TEST(SoundRecovery, IsNotMisledByAnotherSessionManager) {
    Listener listener;
    const auto player = TonePlayer::application("A", 1000);
    ASSERT_TRUE(listener.hears({1000}));
    auto rival = PipeWireConnection::open([] {});
    ASSERT_TRUE(rival);
    const spa_dict_item name{PW_KEY_METADATA_NAME, "default"};
    const spa_dict properties{0, 1, &name};
    std::unique_ptr<pw_proxy, Disposer<pw_proxy_destroy>> metadata(
        static_cast<pw_proxy*>(pw_core_create_object((*rival)->core(), "metadata", PW_TYPE_INTERFACE_Metadata,
                                                     PW_VERSION_METADATA, &properties, 0)));
    ASSERT_TRUE(metadata);
    const auto rivals = [] {
        const auto list = test::output_of("pw-cli list-objects Metadata");
        std::size_t count = 0;
        for (std::size_t at = 0; (at = list.find(R"("default")", at)) != std::string::npos; ++at)
            ++count;
        return count;
    };
    ASSERT_TRUE(test::run_until([&] { return rivals() == 2; }));
    metadata.reset();
    ASSERT_TRUE(test::run_until([&] { return rivals() == 1; }));
    const auto other = TonePlayer::application("B", 700);
    EXPECT_TRUE(listener.hears({700, 1000}));
}

TEST(SoundLinks, TellWhenPipeWireRefusesOne) {
    auto connection = PipeWireConnection::open([] {});
    ASSERT_TRUE(connection);
    int refusals = 0;
    SoundLinks links(**connection, [&] { ++refusals; });
    constexpr std::uint32_t nowhere = 4'000'000;
    links.set({{nowhere, nowhere, nowhere, nowhere}, {nowhere, nowhere, nowhere, nowhere + 1}});
    EXPECT_TRUE(test::run_until([&] { return refusals > 0; }));
}

TEST(SoundRecovery, SoundJoinsWhenPipeWireAppears) {
    const auto folder = testing::TempDir() + "later-" + std::to_string(getpid());
    mkdir(folder.c_str(), 0700);
    setenv("XDG_RUNTIME_DIR", folder.c_str(), 1);
    Listener listener;
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    ASSERT_EQ(listener.absences.size(), 1U);
    EXPECT_EQ(listener.absences[0].code, Code::audio);
    EXPECT_TRUE(listener.told.empty());
    const auto applications = list_applications();
    ASSERT_FALSE(applications);
    EXPECT_EQ(applications.error().code, Code::audio);
    const auto pipewire = start_program({"pipewire"});
    const auto wireplumber = start_program({"wireplumber"});
    ASSERT_TRUE(test::run_until([&] { return !listener.told.empty(); }));
    const auto player = TonePlayer::application("A", 1000);
    EXPECT_TRUE(listener.hears({1000}));
    EXPECT_EQ(listener.absences.size(), 1U);
}

TEST(SoundRecovery, ComesBackWhenOthersRemoveItsNodeOrItsLinks) {
    Listener listener;
    const auto player = TonePlayer::application("A", 1000);
    ASSERT_TRUE(listener.hears({1000}));
    test::output_of("pw-cli destroy pixelpass-sound");
    EXPECT_TRUE(test::run_until([] { return !test::has_node("pixelpass-sound"); }));
    EXPECT_TRUE(listener.hears({1000}));
    test::output_of("pw-link -d A:output_FL pixelpass-sound:input_FL");
    const auto other = TonePlayer::application("B", 700);
    EXPECT_TRUE(listener.hears({700, 1000})) << "with the next change";
}

TEST(SoundRecovery, LeavesNothingBehindWhenKilled) {
    const auto player = TonePlayer::application("A", 1000);
    const auto child = fork();
    if (child == 0) {
        const Listener listener;
        MainLoop().run();
    }
    const auto is_linked = [] {
        return test::output_of("pw-link -l").find("pixelpass-sound:input_FR") != std::string::npos;
    };
    EXPECT_TRUE(test::run_until(is_linked));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_TRUE(test::run_until([&] { return !is_linked() && !test::has_node("pixelpass-sound"); }));
}

} // namespace
} // namespace pixelpass
