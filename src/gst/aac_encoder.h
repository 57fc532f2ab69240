// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <chrono>
#include <string>

namespace pixelpass {

/// An AAC encoder that this machine has.
struct AacEncoder {
    /// Launch syntax from 48 kHz stereo samples to an appsink named "units"; the encoder is named "encoder".
    std::string chain;
    /// How long before its PTS the sound of an encoded frame was: what a decoder gives first is the encoder's
    /// own priming.
    std::chrono::nanoseconds priming{};
};

/// The best of the AAC encoders that are installed. Code::audio if there is none.
Result<AacEncoder> find_aac_encoder();

} // namespace pixelpass
