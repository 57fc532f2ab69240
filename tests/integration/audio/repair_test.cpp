// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/repair.h"

#include "support/pipewire_programs.h"
#include "support/run_until.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A pid whose process has ended.
pid_t ended_pid() {
    const pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    waitpid(pid, nullptr, 0);
    return pid;
}

/// A program that goes by that name, for as long as it lives.
class Program {
public:
    explicit Program(const std::string& name) {
        const auto path = (folder_ / name).string();
        EXPECT_EQ(symlink("/bin/sleep", path.c_str()), 0);
        pid_ = fork();
        if (pid_ == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            execl(path.c_str(), path.c_str(), "60", nullptr);
            _exit(1);
        }
        EXPECT_TRUE(test::run_until([&] {
            std::string running;
            std::getline(std::ifstream(fmt::format("/proc/{}/comm", pid_)), running);
            return running == name;
        }));
    }
    ~Program() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }

private:
    test::TemporaryFolder folder_;
    pid_t pid_ = 0;
};

std::string modules() { return test::output_of("pactl list short modules"); }

/// What a host of version 0.1 makes: a sink, and a loopback from it to the default one.
void make_sound_of(pid_t pid) {
    test::output_of(fmt::format("pactl load-module module-null-sink sink_name=pixelpass_{}_sink", pid));
    test::output_of(fmt::format(
        "pactl load-module module-loopback source=pixelpass_{}_sink.monitor sink=sound_session", pid));
    EXPECT_TRUE(test::run_until([pid] { return test::has_node(fmt::format("pixelpass_{}_sink", pid)); }));
}

struct Outcome {
    std::vector<std::string> found, removed, kept;
};

/// Runs a repair to its end.
Outcome repair(bool dry_run = false) {
    Outcome outcome;
    bool finished = false;
    std::unique_ptr<Repair> repair;
    const auto say = [](const Leftover& one) {
        return (one.kind == Leftover::Kind::loopback ? "loopback " : "sink ") + one.name;
    };
    auto started = Repair::start(
        {.on_found =
             [&](const auto& leftovers) {
                 for (const auto& one : leftovers)
                     outcome.found.push_back(say(one));
                 if (dry_run)
                     finished = true;
                 else
                     repair->remove();
             },
         .on_done = [&](const Leftover& one,
                        bool removed) { (removed ? outcome.removed : outcome.kept).push_back(say(one)); },
         .on_finished = [&] { finished = true; },
         .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
    EXPECT_TRUE(started) << started.error().message;
    repair = std::move(*started);
    EXPECT_TRUE(test::run_until([&] { return finished; }));
    return outcome;
}

TEST(Repair, RemovesTheLoopbackAndThenTheSinkOfOneThatHasEnded) {
    const auto pid = ended_pid();
    make_sound_of(pid);
    ASSERT_THAT(modules(), HasSubstr(fmt::format("sink_name=pixelpass_{}_sink", pid)));
    const auto loopback = fmt::format("loopback pixelpass_{}_sink", pid);
    const auto sink = fmt::format("sink pixelpass_{}_sink", pid);
    const auto outcome = repair();
    EXPECT_THAT(outcome.found, ElementsAre(loopback, sink));
    EXPECT_THAT(outcome.removed, ElementsAre(loopback, sink));
    EXPECT_THAT(outcome.kept, IsEmpty());
    // The modules, too, and not only their nodes.
    EXPECT_TRUE(test::run_until([] { return modules().find("pixelpass") == std::string::npos; }))
        << modules();
    EXPECT_FALSE(test::has_node(fmt::format("pixelpass_{}_sink", pid)));
    EXPECT_THAT(repair().found, IsEmpty());
}

TEST(Repair, TouchesNothingOfALivingProcessNorOfOthers) {
    const Program host("pixelpass");
    const auto ended = ended_pid();
    make_sound_of(host.pid());
    make_sound_of(ended);
    test::output_of("pactl load-module module-null-sink sink_name=somebody_12345");
    test::output_of("pactl load-module module-loopback source=somebody_12345.monitor sink=sound_session");
    EXPECT_EQ(repair().removed.size(), 2U);
    ASSERT_TRUE(test::run_until(
        [&] { return modules().find(fmt::format("pixelpass_{}_sink", ended)) == std::string::npos; }));
    const auto left = modules();
    EXPECT_THAT(left, HasSubstr(fmt::format("sink_name=pixelpass_{}_sink", host.pid())));
    EXPECT_THAT(left, HasSubstr(fmt::format("source=pixelpass_{}_sink.monitor", host.pid())));
    EXPECT_THAT(left, HasSubstr("sink_name=somebody_12345"));
    EXPECT_THAT(left, HasSubstr("source=somebody_12345.monitor"));
    EXPECT_TRUE(test::has_node("sound_session"));
}

TEST(Repair, KnowsAPidThatNowIsAnotherProgram) {
    const Program other("another");
    make_sound_of(other.pid());
    EXPECT_EQ(repair().removed.size(), 2U);
}

TEST(Repair, RemovesSeveralLoopbacksBeforeAllSinks) {
    for (int i = 0; i < 3; ++i)
        make_sound_of(ended_pid());
    const auto outcome = repair();
    ASSERT_EQ(outcome.removed.size(), 6U);
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_THAT(outcome.removed[i], HasSubstr(i < 3 ? "loopback " : "sink ")) << i;
    EXPECT_TRUE(test::run_until([] { return modules().find("pixelpass") == std::string::npos; }))
        << modules();
}

TEST(Repair, ChangesNothingUnlessTold) {
    make_sound_of(ended_pid());
    const auto before = modules();
    EXPECT_EQ(repair(true).found.size(), 2U);
    EXPECT_EQ(repair(true).found.size(), 2U);
    EXPECT_EQ(modules(), before);
}

TEST(Repair, LeavesWhatPlaysIntoALeftoverPlaying) {
    const auto pid = ended_pid();
    make_sound_of(pid);
    const test::TonePlayer player(1000, 0.1, {"--target", fmt::format("pixelpass_{}_sink", pid)});
    ASSERT_TRUE(test::run_until([] { return test::has_node("pw-play"); }));
    EXPECT_EQ(repair().removed.size(), 2U);
    const auto links = [] { return test::output_of("pw-link --links"); };
    EXPECT_TRUE(test::run_until([&] {
        return links().find("sound_session:playback_FL\n  |<- pw-play") != std::string::npos;
    })) << links();
}

TEST(Repair, FailsAtOnceWithoutPipeWire) {
    setenv("XDG_RUNTIME_DIR", "/nonexistent", 1);
    const auto started = Repair::start({});
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, Code::audio);
    EXPECT_EQ(started.error().message, "PipeWire is not running");
    EXPECT_FALSE(started.error().hint.empty());
}

} // namespace
} // namespace pixelpass
