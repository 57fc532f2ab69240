// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/tone.h"

#include "base/monotonic.h"
#include "media/sound_format.h"
#include "media/test_signal.h"

#include <cmath>
#include <numbers>

namespace pixelpass {
namespace {

constexpr double tone_hertz = 440;
constexpr double beep_hertz = 1760;
constexpr double amplitude = 0.1;
constexpr Microseconds block_duration{10'000};
constexpr std::size_t block_size = std::size_t{sound_sample_rate} / 100 * sound_channels;
/// After a main loop that stood still for longer, the sound goes on with what is due now.
constexpr std::int64_t max_late_blocks = 20;

/// Both frequencies fit a whole number of times into a second, so that it can be repeated.
std::vector<float> one_second() {
    std::vector<float> samples;
    for (std::uint32_t i = 0; i < sound_sample_rate; ++i) {
        const double turn = 2 * std::numbers::pi * i / sound_sample_rate;
        const auto place = std::chrono::nanoseconds(std::chrono::seconds(1)) * i / sound_sample_rate;
        const double beep = is_marked(place) ? std::sin(beep_hertz * turn) : 0;
        samples.insert(samples.end(), sound_channels,
                       static_cast<float>(amplitude * (std::sin(tone_hertz * turn) + beep)));
    }
    return samples;
}

std::int64_t blocks_till_now() { return monotonic_now() / block_duration; }

} // namespace

Tone::Tone(Take take)
    : take_(std::move(take))
    , second_(one_second())
    , next_block_(blocks_till_now())
    , timer_(every(std::chrono::duration_cast<std::chrono::milliseconds>(block_duration),
                   [this] { catch_up(); })) {}

void Tone::catch_up() {
    const auto end = blocks_till_now();
    next_block_ = std::max(next_block_, end - max_late_blocks);
    for (; next_block_ < end; ++next_block_) {
        const auto offset = static_cast<std::size_t>(next_block_) * block_size % second_.size();
        take_(std::span(second_).subspan(offset, block_size), next_block_ * block_duration);
    }
}

} // namespace pixelpass
