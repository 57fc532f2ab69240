// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_settings.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pixelpass {

/// Of the pictures that an encoder is tried with; the height is no multiple of a macroblock's.
inline constexpr Size trial_picture_size{640, 360};

/// An I420 picture, its rows without padding.
using TrialPicture = std::vector<std::uint8_t>;

/// The one with that number: blocks of all brightnesses and colours, on their way to the left.
[[nodiscard]] TrialPicture paint_trial_picture(unsigned number);

/// What is wrong with a picture that came out of an encoder and a decoder, or out of a decoder, in place of
/// the one that is right, both of that size: a sentence without a full stop, about what made it; empty if
/// they are much the same.
[[nodiscard]] std::string judge_trial_picture(const TrialPicture& meant, const TrialPicture& came,
                                              Size size = trial_picture_size);

} // namespace pixelpass
