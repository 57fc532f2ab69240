// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/audio_encoder.h"

#include "base/log.h"
#include "gst/sound_encoder.h"
#include "gst/sound_tap.h"
#include "media/sound_format.h"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <utility>

namespace pixelpass {
namespace {

std::string describe(const SoundEncoderSpec& encoder, const TrackFormat& format) {
    return fmt::format(
        "appsrc name=samples is-live=true format=time leaky-type=downstream max-bytes=0 max-time={} "
        "caps=audio/x-raw,format=F32LE,rate={},channels={},layout=interleaved "
        "! audioconvert ! {} bitrate={} {} ! {} "
        "! appsink name=units sync=false async=false max-buffers=8 enable-last-sample=false",
        std::chrono::nanoseconds(AudioEncoder::backlog).count(), format.sample_rate, format.channels,
        encoder.element, format.bitrate, encoder.settings, encoder.caps);
}

Error failed(const ElementError& error) {
    return {Code::audio, "the sound can't be encoded: " + error.message, "share without sound: --audio none"};
}

} // namespace

Result<std::unique_ptr<AudioEncoder>> AudioEncoder::start(Rendition rendition, Events events) {
    std::unique_ptr<AudioEncoder> encoder(new AudioEncoder(std::move(events)));
    if (auto built = encoder->build(rendition); !built)
        return fail(built);
    return encoder;
}

AudioEncoder::AudioEncoder(Events events)
    : events_(std::move(events)) {}

AudioEncoder::~AudioEncoder() {
    if (tap_)
        tap_->close();
}

Result<void> AudioEncoder::build(Rendition rendition) {
    const auto format = sound_format(rendition);
    auto encoder = find_sound_encoder(format.codec);
    if (!encoder)
        return fail(encoder);
    spdlog::info("sound is encoded by {}", (*encoder)->element);
    auto pipeline = Pipeline::parse(describe(**encoder, format),
                                    {.on_error =
                                         [this](const ElementError& error) {
                                             if (const auto report = std::exchange(events_.on_error, nullptr))
                                                 report(failed(error));
                                         },
                                     .on_end = {}});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    source_ = pipeline_->element("samples");
    sink_ = pipeline_->element("units");
    tap_ = SoundTap::attach(GST_APP_SINK(sink_.get()), rendition,
                            {.on_unit = std::move(events_.on_unit),
                             .pts_of = [this, priming = sound_duration((*encoder)->priming)](auto running) {
                                 return timeline_.at(running - priming);
                             }});
    if (const auto playing = pipeline_->play(); !playing)
        return tl::unexpected(failed(playing.error()));
    return {};
}

void AudioEncoder::push(std::span<const float> samples, Microseconds captured_at) {
    const auto place = sound_duration(frames_);
    frames_ += static_cast<std::int64_t>(samples.size() / 2);
    timeline_.add(place, captured_at);
    GstBuffer* buffer = gst_buffer_new_memdup(samples.data(), samples.size_bytes());
    GST_BUFFER_PTS(buffer) = static_cast<GstClockTime>(place.count());
    GST_BUFFER_DURATION(buffer) = static_cast<GstClockTime>((sound_duration(frames_) - place).count());
    gst_app_src_push_buffer(GST_APP_SRC(source_.get()), buffer);
}

} // namespace pixelpass
