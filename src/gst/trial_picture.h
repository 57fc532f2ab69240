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

/// An I420 picture of that size, its rows without padding.
using TrialPicture = std::vector<std::uint8_t>;

/// The one with that number: blocks of all brightnesses and colours, on their way to the left.
[[nodiscard]] TrialPicture paint_trial_picture(unsigned number);

/// What is wrong with a picture of that size that was `sent` to an encoder and came out of a decoder: a
/// sentence without a full stop, about the encoder; empty if it is much the same.
[[nodiscard]] std::string judge_trial_picture(const TrialPicture& sent, const TrialPicture& came);

} // namespace pixelpass
