// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"

#include <span>
#include <string_view>

namespace pixelpass {

/// One way to encode sound: a GStreamer element and how it is told to.
struct SoundEncoderSpec {
    std::string_view element;
    Codec codec = Codec::aac;
    std::string_view settings = {}; ///< launch syntax; all take the bitrate in bit/s
    std::string_view caps = {};     ///< of what we want behind it
    /// Samples that a decoder gives before the first that went in, as far as the element's times leave them
    /// out.
    int priming = 0;
};

/// All sound encoders that we know how to use, the best of each codec first.
[[nodiscard]] std::span<const SoundEncoderSpec> sound_encoder_catalog();

/// The best encoder of that codec that is installed. Code::audio if there is none.
[[nodiscard]] Result<const SoundEncoderSpec*> find_sound_encoder(Codec codec);

} // namespace pixelpass
