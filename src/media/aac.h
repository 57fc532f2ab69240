// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

namespace pixelpass {

/// The format of all sound that pixelpass makes: AAC-LC, 48 kHz, stereo. It is known before any encoder runs,
/// so that a container's head need not wait for sound.
[[nodiscard]] inline TrackFormat aac_format() {
    return {
        .codec = Codec::aac,
        .sample_rate = 48'000,
        .channels = 2,
        .bitrate = 128'000,
        // AudioSpecificConfig: object type 2 (AAC LC), frequency index 3, 2 channels (ISO 14496-3, 1.6.2.1).
        .config = {std::byte{0x11}, std::byte{0x90}}};
}

} // namespace pixelpass
