// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/tone_judge.h"

#include "media/sound_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pixelpass {
namespace {

constexpr double tone_hertz = 440;
/// At which there is neither the tone, nor its beep, nor an overtone of these.
constexpr double other_hertz = 1000;
constexpr double tone_level = -20; // dBFS, of src/audio/tone.cpp
constexpr double tolerance = 6;    // dB
constexpr double most_noise = -45; // dBFS

/// The peak, in dBFS, of a sine of that frequency in the left channel (Goertzel).
double level_at(std::span<const float> samples, double hertz) {
    const double coefficient = 2 * std::cos(2 * std::numbers::pi * hertz / sound_sample_rate);
    double last = 0;
    double before = 0;
    for (std::size_t i = 0; i < samples.size(); i += sound_channels) {
        const double now = double{samples[i]} + coefficient * last - before;
        before = last;
        last = now;
    }
    const double power = last * last + before * before - coefficient * last * before;
    const double count = static_cast<double>(samples.size()) / sound_channels;
    return 20 * std::log10(std::max(2 * std::sqrt(std::max(power, 0.0)) / count, 1e-10));
}

} // namespace

std::string judge_tone(std::span<const float> samples) {
    constexpr std::size_t needed = tone_samples * sound_channels;
    if (samples.size() < needed)
        return samples.empty() ? "no sound comes" : "too little sound comes";
    const auto last = samples.last(needed);
    const double tone = level_at(last, tone_hertz);
    if (std::abs(tone - tone_level) > tolerance)
        return fmt::format("the tone comes with {:.0f} dB in place of {:.0f}", tone, tone_level);
    const double noise = level_at(last, other_hertz);
    return noise <= most_noise ? "" : fmt::format("there is noise of {:.0f} dB beside the tone", noise);
}

} // namespace pixelpass
