// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"
#include "gst/encoder_trial.h"

#include <span>
#include <string_view>

namespace pixelpass {

/// The reason of a TrialResult that there was no time for: it says nothing of the encoder.
inline constexpr std::string_view untried = "not tried: no time was left";

/// Whether the picture can be encoded as H.264, which everybody shows; by the GPU, if there is one; and in
/// software, which takes its place when it fails. All results are told, each with its reason. `results` are
/// of names in the catalogue.
[[nodiscard]] Check judge_encoders(std::span<const TrialResult> results, bool has_gpu,
                                   Distribution distribution);

/// Looks at GStreamer's elements, and tries the encoders or looks up what their trials ended in, first those
/// of H.264; those that there is no time left for are said to be untried.
[[nodiscard]] Checks check_video();

} // namespace pixelpass
