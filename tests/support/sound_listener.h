// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sound_source.h"
#include "base/monotonic.h"
#include "support/run_until.h"
#include "support/sound.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass::test {

/// A sound source and what was heard of it since it began or was last cleared.
class Listener {
public:
    explicit Listener(SoundRule rule = {})
        : source_(std::move(rule), {.on_samples = [this](auto samples, auto at) { take(samples, at); },
                                    .on_heard = [this](const Heard& heard) { told.push_back(heard); },
                                    .on_absent = [this](const Error& error) { absences.push_back(error); }}) {
        source_.set_wanted(true);
    }

    /// What is heard within `duration` from now.
    const std::vector<float>& hear(std::chrono::milliseconds duration) {
        heard_.clear();
        const auto wanted = static_cast<std::size_t>(duration.count()) * 48 * 2;
        EXPECT_TRUE(run_until([&] { return heard_.size() >= wanted; })) << heard_.size() << " samples";
        return heard_;
    }
    /// Listens till for half a second all tones of `included` are heard, at -20 dBFS within 1 dB, and those
    /// of `excluded` are below -60 dBFS. False if that does not come.
    testing::AssertionResult hears(const std::vector<double>& included,
                                   const std::vector<double>& excluded = {}, double level = -20) {
        heard_.clear();
        std::string levels;
        const bool found = run_until([&] {
            constexpr std::size_t wanted = std::size_t{2} * 24'000;
            if (heard_.size() < wanted)
                return false;
            const auto part = std::span(heard_).last(wanted);
            // Whatever comes next is looked at in its turn.
            const bool good =
                std::ranges::all_of(
                    included, [&](double tone) { return std::abs(level_at(part, tone) - level) < 1; }) &&
                std::ranges::all_of(excluded, [&](double tone) { return level_at(part, tone) < -60; });
            if (!good) {
                levels.clear();
                for (const auto& tones : {included, excluded}) {
                    for (const auto tone : tones)
                        levels +=
                            std::to_string(tone) + " Hz: " + std::to_string(level_at(part, tone)) + " dBFS; ";
                }
                heard_.erase(heard_.begin(), heard_.end() - wanted / 2);
            }
            return good;
        });
        return found ? testing::AssertionSuccess() : testing::AssertionFailure() << levels;
    }
    /// Waits till it is told that exactly these are heard and not heard.
    testing::AssertionResult is_told(const std::vector<std::string>& heard,
                                     const std::vector<std::string>& not_heard = {}) {
        const bool found = run_until([&] {
            return !told.empty() && told.back().heard == heard && told.back().not_heard == not_heard;
        });
        if (found)
            return testing::AssertionSuccess();
        return testing::AssertionFailure()
               << (told.empty() ? "nothing was told"
                                : "told of " + testing::PrintToString(told.back().heard) + " and not " +
                                      testing::PrintToString(told.back().not_heard));
    }
    void set_wanted(bool wanted) { source_.set_wanted(wanted); }

    std::vector<Heard> told;
    std::vector<Error> absences;
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
    SoundSource source_;
};

} // namespace pixelpass::test
