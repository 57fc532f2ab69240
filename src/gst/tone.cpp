// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/tone.h"

#include "gst/aac_encoder.h"
#include "gst/aac_tap.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr double volume = 0.1;
constexpr const char* sine = "audiotestsrc name=sine is-live=true wave=sine freq=440 samplesperbuffer=1024 "
                             "! audio/x-raw,format=F32LE,rate=48000,channels=2 ! ";

Error failed(const ElementError& error) {
    return {Code::audio, "the test tone can't be made: " + error.message,
            "share without sound: --audio none"};
}

} // namespace

Result<std::unique_ptr<Tone>> Tone::start(AudioEncoder::Events events) {
    std::unique_ptr<Tone> tone(new Tone(std::move(events)));
    if (auto built = tone->build(); !built)
        return fail(built);
    return tone;
}

Tone::Tone(AudioEncoder::Events events)
    : events_(std::move(events)) {}

Tone::~Tone() {
    if (tap_)
        tap_->close();
}

void Tone::set_muted(bool muted) {
    g_object_set(pipeline_->element("sine").get(), "volume", muted ? 0.0 : volume, nullptr);
}

Result<void> Tone::build() {
    const auto encoder = find_aac_encoder();
    if (!encoder)
        return tl::unexpected(encoder.error());
    auto pipeline = Pipeline::parse(sine + encoder->chain,
                                    {.on_error =
                                         [this](const ElementError& error) {
                                             if (const auto report = std::exchange(events_.on_error, nullptr))
                                                 report(failed(error));
                                         },
                                     .on_end = {}});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    set_muted(false);
    sink_ = pipeline_->element("units");
    // The pipeline runs on CLOCK_MONOTONIC, and its streaming threads end before the sink does.
    tap_ = AacTap::attach(GST_APP_SINK(sink_.get()),
                          {.on_unit = std::move(events_.on_unit),
                           .pts_of = [sink = sink_.get(), priming = encoder->priming](auto running) {
                               const std::chrono::nanoseconds base(gst_element_get_base_time(sink));
                               return std::chrono::duration_cast<Microseconds>(base + running - priming);
                           }});
    if (const auto playing = pipeline_->play(); !playing)
        return tl::unexpected(failed(playing.error()));
    return {};
}

} // namespace pixelpass
