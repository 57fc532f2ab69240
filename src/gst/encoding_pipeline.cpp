// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoding_pipeline.h"

#include "gst/unit_tap.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// The pacer tells when a GOP ends; this is for an encoder that does not heed it. VA-API's take no more than
/// 1,024.
constexpr unsigned longest_gop = 1000;

} // namespace

Result<std::unique_ptr<EncodingPipeline>>
EncodingPipeline::start(const EncoderSpec& encoder, const VideoSettings& settings, Events events) {
    std::unique_ptr<EncodingPipeline> started(new EncodingPipeline(encoder, std::move(events)));
    if (auto built = started->build(settings); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    started->watch_.emplace(encoder.hardware);
    started->looking_ = every(EncoderWatch::interval, [self = started.get()] { self->look(); });
    return started;
}

EncodingPipeline::~EncodingPipeline() {
    if (unit_tap_)
        unit_tap_->close();
    if (pacer_)
        pacer_->close();
}

Result<void> EncodingPipeline::build(const VideoSettings& settings) {
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=newest is-live=true format=time ! {} "
                    "! appsink name=units sync=false async=false max-buffers=4 enable-last-sample=false",
                    encoder_chain(spec_)),
        {.on_error = [this](const ElementError& error) { fail_with(explain(error)); }, .on_end = {}});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    encoder_ = std::make_shared<EncoderElement>(pipeline_->element("encoder"), spec_,
                                                std::min(10 * settings.frame_rate, longest_gop),
                                                settings.bitrate_kbps);
    newest_ = pipeline_->element("newest");
    pacer_ = Pacer::attach(GST_APP_SRC(newest_.get()), settings.frame_rate,
                           [encoder = encoder_] { encoder->force_keyframe(); });
    sink_ = pipeline_->element("units");
    unit_tap_ = UnitTap::attach(GST_APP_SINK(sink_.get()), spec_.codec, settings.bitrate_kbps * 1000,
                                std::move(events_.on_unit));
    return {};
}

void EncodingPipeline::force_keyframe() {
    encoder_->force_keyframe();
    pacer_->begin_gop();
}

Error EncodingPipeline::explain(const ElementError& error) const {
    return {Code::encoder, fmt::format("the encoder {} failed: {}", spec_.name, error.message),
            "try another with --encoder; `pixelpass list encoders` shows which work"};
}

void EncodingPipeline::look() {
    const auto [given, missed, given_at] = pacer_->flow();
    const auto finding = watch_->look({.given = given,
                                       .missed = missed,
                                       .units = unit_tap_->units(),
                                       .given_at = given_at,
                                       .unit_at = unit_tap_->last_unit_at()},
                                      std::chrono::steady_clock::now());
    if (finding == EncoderWatch::Finding::hangs) {
        pipeline_->leave_behind();
        return fail_with({Code::encoder, fmt::format("the encoder {} hangs", spec_.name),
                          "try another with --encoder; `pixelpass list encoders` shows which work"});
    }
    if (finding == EncoderWatch::Finding::slow && events_.on_failed) {
        // It may destroy this object: nothing may follow it.
        const auto on_failed = events_.on_failed;
        on_failed({.slow = true,
                   .error = {Code::encoder, fmt::format("the encoder {} is too slow", spec_.name),
                             "share fewer pixels with --size, or fewer pictures with --fps"}});
    }
}

void EncodingPipeline::fail_with(Error error) {
    // The callback may destroy this object: nothing may follow it.
    looking_.reset();
    if (const auto on_failed = std::exchange(events_.on_failed, nullptr))
        on_failed({.error = std::move(error)});
}

} // namespace pixelpass
