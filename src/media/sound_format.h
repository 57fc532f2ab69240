// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "media/rendition.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace pixelpass {

/// What sound is encoded from: interleaved samples of 32 bits, from -1 to 1.
inline constexpr std::uint32_t sound_sample_rate = 48'000; ///< Hz
inline constexpr std::uint32_t sound_channels = 2;

/// How long so many frames, a sample of each channel, last; for any number that years have.
[[nodiscard]] constexpr std::chrono::nanoseconds sound_duration(std::int64_t frames) {
    return std::chrono::seconds(frames / sound_sample_rate) +
           std::chrono::nanoseconds(frames % sound_sample_rate * 1'000'000'000 / sound_sample_rate);
}

/// The same of few, in whole microseconds.
[[nodiscard]] constexpr Microseconds sound_length(std::size_t frames) {
    return std::chrono::duration_cast<Microseconds>(sound_duration(static_cast<std::int64_t>(frames)));
}

/// The formats of all sound that pixelpass makes, known before any encoder runs, so that neither a catalog
/// nor a container's head need wait for sound.
[[nodiscard]] inline TrackFormat aac_format() {
    return {
        .codec = Codec::aac,
        .sample_rate = sound_sample_rate,
        .channels = sound_channels,
        .bitrate = 128'000,
        // AudioSpecificConfig: object type 2 (AAC LC), frequency index 3, 2 channels (ISO 14496-3, 1.6.2.1).
        .config = {std::byte{0x11}, std::byte{0x90}}};
}

[[nodiscard]] inline TrackFormat opus_format() {
    constexpr std::string_view head(
        "OpusHead"         // RFC 7845, section 5.1
        "\x01"             // version
        "\x02"             // channels
        "\x78\x00"         // pre-skip: 120 samples, what an encoder for low delay looks ahead
        "\x80\xbb\x00\x00" // sample rate
        "\x00\x00"         // gain
        "\x00",            // channel mapping: stereo
        19);
    const ByteView config = bytes_of(head);
    return {.codec = Codec::opus,
            .sample_rate = sound_sample_rate,
            .channels = sound_channels,
            .bitrate = 128'000,
            .config = {config.begin(), config.end()}};
}

[[nodiscard]] inline TrackFormat sound_format(Rendition rendition) {
    return rendition == opus_rendition ? opus_format() : aac_format();
}

} // namespace pixelpass
