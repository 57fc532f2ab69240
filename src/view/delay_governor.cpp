// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/delay_governor.h"

#include <algorithm>
#include <cmath>

namespace pixelpass {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// For how long the delay has to be what it is. On a still screen a picture comes each 0.9 s at the least,
/// and is late only till it is decoded.
constexpr milliseconds window{500};
constexpr std::size_t fewest_samples = 4;

/// How far above the aim the delay may move before it is acted upon.
constexpr milliseconds tolerance{40};
constexpr double top_speed = 1.1;
/// In what time the rest of the way would be made: the nearer, the slower.
constexpr seconds approach{1};

/// How long after a drop what a player says means nothing: it waits for a keyframe, and shows none yet.
constexpr milliseconds settling{700};
/// A drop so soon after the pause that follows the last one is one more in a row: that one did not help, or
/// brought out more that waited.
constexpr seconds drop_memory{15};
/// After so many in a row, what is left of the delay is the player's own, or that of a busy machine.
constexpr unsigned most_in_a_row = 3;

/// What must pass between drops: ever more, up to 64 times `shortest`, after too many in a row.
Microseconds drop_pause(seconds shortest, unsigned in_a_row) {
    constexpr unsigned most_doublings = 6;
    return shortest * (1 << std::min(most_doublings, std::max(in_a_row, most_in_a_row) - most_in_a_row));
}
/// Where the delay keeps growing, and where it has stayed what the last drops left of it.
constexpr seconds shortest_pause{1};
constexpr seconds shortest_patience{15};

/// A chase that has gained less than `least_gain` in so long is hopeless: the delay is the player's own.
constexpr seconds chase_limit{8};
constexpr milliseconds least_gain{30};
constexpr seconds rest{60};

} // namespace

DelayGovernor::Decision DelayGovernor::take(Microseconds now, Microseconds delay) {
    if (last_drop_ && now < *last_drop_ + settling)
        return {};
    const auto current = level(now, delay);
    if (!current)
        return {.speed = speed_, .drop = false};
    if (must_drop(now, *current)) {
        forget();
        return {.speed = 1, .drop = true};
    }
    speed_ = speed_for(now, *current);
    return {.speed = speed_, .drop = false};
}

void DelayGovernor::forget() {
    samples_.clear();
    chase_.reset();
    speed_ = 1;
}

std::optional<Microseconds> DelayGovernor::level(Microseconds now, Microseconds delay) {
    samples_.push_back({.time = now, .delay = delay});
    std::erase_if(samples_, [&](const Sample& sample) { return sample.time + window < now; });
    if (samples_.size() < fewest_samples)
        return std::nullopt;
    return std::ranges::min_element(samples_, {}, &Sample::delay)->delay;
}

bool DelayGovernor::must_drop(Microseconds now, Microseconds level) {
    if (reach_ || drops_in_a_row_ >= most_in_a_row)
        reach_ = std::min(reach_.value_or(level), level);
    // What the player could not do under load it may be able to do now.
    const bool reached = reach_ && level <= *reach_ + margin_;
    const auto pause = drop_pause(reached ? shortest_patience : shortest_pause, drops_in_a_row_);
    const auto next = last_drop_ ? *last_drop_ + pause : now;
    if (level <= aim_ + margin_ || now < next)
        return false;
    drops_in_a_row_ = now < next + drop_memory ? drops_in_a_row_ + 1 : 1;
    if (drops_in_a_row_ >= most_in_a_row)
        reach_.reset(); // The next level tells it.
    last_drop_ = now;
    return true;
}

double DelayGovernor::speed_for(Microseconds now, Microseconds level) {
    if (rest_until_ && now < *rest_until_)
        return 1;
    if (!chase_)
        calm_.add(now, level);
    const auto aim = std::min(aim_, calm_.get().value_or(aim_));
    if (level <= aim || (!chase_ && level <= aim + tolerance)) {
        chase_.reset();
        return 1;
    }
    if (!chase_)
        chase_ = Chase{.since = now, .from = level};
    if (now - chase_->since > chase_limit) {
        if (level > chase_->from - least_gain) {
            chase_.reset();
            calm_.forget();
            rest_until_ = now + rest;
            return 1;
        }
        chase_ = Chase{.since = now, .from = level};
    }
    const double excess = std::chrono::duration<double>(level - aim) / approach;
    return std::clamp(1 + std::ceil(excess * 100) / 100, 1.01, top_speed);
}

} // namespace pixelpass
