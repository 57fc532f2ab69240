// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/open_studio.h"

#include "gst/encoder_trial.h"
#include "gst/init.h"
#include "gst/trial_cache.h"

namespace pixelpass {

Result<Studio::Options> open_studio(const StudioRequest& request) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    auto source = open_source(request.source);
    if (!source)
        return fail(source);
    TrialCache cache;
    auto encoder = choose_encoder(request.codec, request.encoder, {.cache = &cache});
    if (!encoder)
        return fail(encoder);
    const Size encoded = encoded_size(source->size, request.size);
    const unsigned bitrate = request.bitrate_kbps != 0
                                 ? request.bitrate_kbps
                                 : default_bitrate_kbps(encoded, request.source.frame_rate);
    const bool test = request.source.kind == SourceRequest::Kind::test;
    return Studio::Options{
        .source = std::move(*source),
        .encoding = {.encoder = *encoder,
                     .video = {.frame_rate = request.source.frame_rate,
                               .size = request.size,
                               .bitrate_kbps = bitrate}},
        .bitrate_is_led = request.bitrate_kbps == 0,
        .sound = !request.sound                              ? Sound::none
                 : test && request.sound_rule == SoundRule{} ? Sound::tone
                                                             : Sound::applications,
        .sound_rule = request.sound_rule,
    };
}

} // namespace pixelpass
