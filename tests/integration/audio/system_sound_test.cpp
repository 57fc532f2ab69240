// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/system_sound.h"

#include "base/monotonic.h"
#include "support/pipewire_programs.h"
#include "support/run_until.h"
#include "support/sound.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <optional>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::TonePlayer;

/// System sound and what was heard of it since it began or was last cleared.
class Listener {
public:
    Listener() {
        auto started =
            SystemSound::start({.on_samples = [this](auto samples, auto at) { take(samples, at); },
                                .on_lost = [](const Error& error) { ADD_FAILURE() << error.message; }});
        EXPECT_TRUE(started) << started.error().message;
        if (started)
            sound_ = std::move(*started);
    }

    /// What is heard within `duration` from now.
    const std::vector<float>& hear(std::chrono::milliseconds duration) {
        heard_.clear();
        const auto wanted = static_cast<std::size_t>(duration.count()) * 48 * 2;
        EXPECT_TRUE(test::run_until([&] { return heard_.size() >= wanted; })) << heard_.size() << " samples";
        return heard_;
    }
    /// Listens till a tone of that frequency plays evenly; a quarter of a second of it, or nothing if it
    /// never does.
    std::vector<float> wait_for_tone(double frequency) {
        heard_.clear();
        std::span<const float> part;
        const bool found = test::run_until([&] {
            constexpr std::size_t wanted = std::size_t{2} * 12'000;
            if (heard_.size() < wanted)
                return false;
            part = std::span(heard_).last(wanted);
            const auto peak = test::peak_level(part);
            return peak > -60 && test::level_at(part, frequency) > peak - 0.5;
        });
        return found ? std::vector<float>(part.begin(), part.end()) : std::vector<float>();
    }

    std::vector<Microseconds> steps;                 ///< from the end of each block to the next one
    std::optional<Microseconds> least_age, most_age; ///< of blocks when they come

private:
    void take(std::span<const float> samples, Microseconds captured_at) {
        heard_.insert(heard_.end(), samples.begin(), samples.end());
        if (end_)
            steps.push_back(captured_at - *end_);
        end_ = captured_at + Microseconds(samples.size() / 2 * 1'000'000 / 48'000);
        const auto age = monotonic_now() - captured_at;
        least_age = std::min(least_age.value_or(age), age);
        most_age = std::max(most_age.value_or(age), age);
    }

    std::vector<float> heard_;
    std::optional<Microseconds> end_;
    std::unique_ptr<SystemSound> sound_;
};

TEST(SystemSound, HearsWhatAnApplicationPlaysAtItsLevel) {
    const TonePlayer player(1000, 0.1);
    Listener listener;
    const auto heard = listener.wait_for_tone(1000);
    ASSERT_FALSE(heard.empty());
    EXPECT_NEAR(test::level_at(heard, 1000), -20, 1);
    EXPECT_NEAR(test::frequency_of(heard), 1000, 1);
}

TEST(SystemSound, GoesOnInSilenceWhenNothingPlays) {
    Listener listener;
    EXPECT_LT(test::peak_level(listener.hear(2s)), -80);
}

TEST(SystemSound, NeverHearsAMicrophone) {
    const TonePlayer microphone(
        700, 0.1,
        {"--target", "0", "-P",
         "{ media.class=Audio/Source node.name=fake_microphone priority.session=3000 }"});
    ASSERT_TRUE(test::run_until([] {
        return test::output_of("pw-metadata 0 default.audio.source").find("fake_microphone") !=
               std::string::npos;
    }));
    Listener listener;
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    // Not even when there is no sink left to hear.
    test::output_of("pw-cli destroy sound_session");
    EXPECT_LT(test::peak_level(listener.hear(1s)), -80);
    Listener late;
    EXPECT_LT(test::peak_level(late.hear(1s)), -80);
}

TEST(SystemSound, FollowsTheDefaultSink) {
    Listener listener;
    std::ignore = listener.hear(100ms);
    test::output_of(
        "pw-cli create-node adapter '{ factory.name=support.null-audio-sink media.class=Audio/Sink "
        "node.name=better_sink object.linger=true audio.position=[FL FR] priority.session=3000 }'");
    ASSERT_TRUE(test::run_until([] {
        return test::output_of("pw-metadata 0 default.audio.sink").find("better_sink") != std::string::npos;
    }));
    const TonePlayer player(1000, 0.1);
    EXPECT_FALSE(listener.wait_for_tone(1000).empty());
}

TEST(SystemSound, HasContinuousTimestampsOfNow) {
    Listener listener;
    std::ignore = listener.hear(3s);
    ASSERT_GT(listener.steps.size(), 100U);
    const auto jumps = std::count_if(listener.steps.begin(), listener.steps.end(),
                                     [](auto step) { return std::chrono::abs(step) > 1ms; });
    // A busy machine without real-time priority may lose some blocks.
    EXPECT_LT(jumps, 5);
    EXPECT_GT(*listener.least_age, -20ms);
    EXPECT_LT(*listener.most_age, 100ms);
}

TEST(SystemSound, TellsOnceThatPipeWireIsGone) {
    std::vector<Error> losses;
    bool heard = false;
    std::unique_ptr<SystemSound> sound;
    auto started = SystemSound::start({.on_samples = [&](auto, auto) { heard = true; },
                                       .on_lost =
                                           [&](Error error) {
                                               losses.push_back(std::move(error));
                                               sound.reset();
                                           }});
    ASSERT_TRUE(started);
    sound = std::move(*started);
    ASSERT_TRUE(test::run_until([&] { return heard; }));
    kill(std::atoi(std::getenv("SOUND_SESSION_PIPEWIRE")), SIGKILL);
    ASSERT_TRUE(test::run_until([&] { return !losses.empty(); }));
    EXPECT_FALSE(test::run_until([&] { return losses.size() > 1; }, 200ms));
    EXPECT_EQ(losses[0].code, Code::audio);
    EXPECT_FALSE(sound);
}

TEST(SystemSound, FailsAtOnceWithoutPipeWire) {
    for (const auto* directory : {"/nonexistent", ""}) {
        setenv("XDG_RUNTIME_DIR", directory, 1);
        const auto begin = monotonic_now();
        const auto started = SystemSound::start({});
        EXPECT_LT(monotonic_now() - begin, 500ms);
        ASSERT_FALSE(started);
        EXPECT_EQ(started.error().code, Code::audio);
        EXPECT_EQ(started.error().message, "no sound: PipeWire is not running");
        EXPECT_FALSE(started.error().hint.empty());
    }
}

TEST(SystemSound, LeavesNoNodeBehindWhenKilled) {
    const auto child = fork();
    if (child == 0) {
        const Listener listener;
        MainLoop().run();
    }
    EXPECT_TRUE(test::run_until([] { return test::has_node("pixelpass-sound"); }));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    EXPECT_TRUE(test::run_until([] { return !test::has_node("pixelpass-sound"); }));
}

} // namespace
} // namespace pixelpass
