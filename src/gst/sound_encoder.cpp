// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sound_encoder.h"

#include "gst/init.h"
#include "gst/installed_element.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace pixelpass {
namespace {

constexpr std::string_view aac_caps = "audio/mpeg,mpegversion=4,stream-format=raw,rate=48000,channels=2";

constexpr std::array catalog{
    SoundEncoderSpec{.element = "fdkaacenc", .codec = Codec::aac, .caps = aac_caps, .priming = 2048},
    SoundEncoderSpec{.element = "avenc_aac", .codec = Codec::aac, .caps = aac_caps, .priming = 1024},
    SoundEncoderSpec{.element = "voaacenc", .codec = Codec::aac, .caps = aac_caps, .priming = 1600},
    // 10 ms and 2.5 ms of looking ahead are its whole delay. Losses are repaired by QUIC, so that no bits go
    // into forward error correction.
    SoundEncoderSpec{.element = "opusenc",
                     .codec = Codec::opus,
                     .settings = "bitrate-type=constrained-vbr frame-size=10 audio-type=restricted-lowdelay",
                     .caps = "audio/x-opus,rate=48000,channels=2"},
};

} // namespace

std::span<const SoundEncoderSpec> sound_encoder_catalog() { return catalog; }

Result<const SoundEncoderSpec*> find_sound_encoder(Codec codec) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    const auto found = std::ranges::find_if(catalog, [codec](const auto& encoder) {
        return encoder.codec == codec && has_element(encoder.element);
    });
    if (found != catalog.end())
        return &*found;
    const bool aac = codec == Codec::aac;
    return fail(Code::audio, fmt::format("no sound: GStreamer has no {} encoder", aac ? "AAC" : "Opus"),
                aac ? "install gstreamer1.0-libav" : "install gstreamer1.0-plugins-base");
}

} // namespace pixelpass
