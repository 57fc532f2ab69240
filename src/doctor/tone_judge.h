// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <span>
#include <string>

namespace pixelpass {

/// So many samples of each channel are needed to judge the test tone by.
inline constexpr std::size_t tone_samples = 24'000;

/// What is wrong with the test picture's tone in interleaved stereo at 48 kHz, by the last `tone_samples`;
/// empty if it is there, as loud as it should be, and nothing else is.
[[nodiscard]] std::string judge_tone(std::span<const float> samples);

} // namespace pixelpass
