// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoding_pipeline.h"

#include "gst/half_scaler.h"
#include "gst/unit_tap.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// VA-API's take no more than 1,024.
constexpr unsigned longest_gop = 1000;

/// The pictures from keyframe to keyframe if the encoder is asked for none: the pacer tells when a GOP ends.
unsigned gop_of(const EncoderSpec& spec, unsigned frame_rate) {
    return std::min((spec.keyframe_request == KeyframeRequest::by_version ? 2 : 10) * frame_rate,
                    longest_gop);
}

constexpr const char* try_another = "try another with --encoder; `pixelpass list encoders` shows which work";

} // namespace

Result<std::unique_ptr<EncodingPipeline>>
EncodingPipeline::start(const EncoderSpec& encoder, const VideoSettings& settings, Events events) {
    std::unique_ptr<EncodingPipeline> started(
        new EncodingPipeline(video_rendition, encoder, std::move(events)));
    if (auto begun = started->begin(settings, nullptr); !begun)
        return fail(begun);
    return started;
}

Result<std::unique_ptr<EncodingPipeline>> EncodingPipeline::start_half(EncodingPipeline& full,
                                                                       const EncoderSpec& encoder,
                                                                       const VideoSettings& settings,
                                                                       Events events) {
    std::unique_ptr<EncodingPipeline> started(
        new EncodingPipeline(half_rendition, encoder, std::move(events)));
    const auto import = full.dmabuf_import();
    if (auto begun = started->begin(settings, import ? &*import : nullptr); !begun)
        return fail(begun);
    started->full_ = &full;
    full.pacer_->mirror(Ref<GstElement>::share(started->newest_.get()), started->pacer_);
    return started;
}

Result<void> EncodingPipeline::begin(const VideoSettings& settings, const DmaBufImport* import) {
    if (auto built = build(settings, import); !built)
        return fail(built);
    if (const auto playing = pipeline_->play(); !playing)
        return tl::unexpected(explain(playing.error()));
    watch_.emplace(spec_.hardware);
    looking_ = every(EncoderWatch::interval, [this] { look(); });
    return {};
}

EncodingPipeline::~EncodingPipeline() {
    if (full_)
        full_->pacer_->mirror({}, nullptr);
    if (unit_tap_)
        unit_tap_->close();
    if (pacer_)
        pacer_->close();
}

Result<void> EncodingPipeline::build(const VideoSettings& settings, const DmaBufImport* import) {
    const bool halved = rendition_ == half_rendition;
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=newest is-live=true format=time ! {}{} "
                    "! appsink name=units sync=false async=false max-buffers=4 enable-last-sample=false",
                    halved ? half_scaler(import) : "", encoder_chain(spec_)),
        {.on_error = [this](const ElementError& error) { fail_with(explain(error)); }, .on_end = {}});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    if (import)
        gst_element_set_context(pipeline_->get(), import->context.get());
    if (halved)
        HalfScaler::attach(pipeline_->element("scaler").get(), pipeline_->element("half"));
    encoder_ = std::make_shared<EncoderElement>(pipeline_->element("encoder"), spec_,
                                                gop_of(spec_, settings.frame_rate), settings.bitrate_kbps);
    newest_ = pipeline_->element("newest");
    pacer_ = Pacer::attach(GST_APP_SRC(newest_.get()), settings.frame_rate,
                           [encoder = encoder_] { encoder->force_keyframe(); });
    sink_ = pipeline_->element("units");
    unit_tap_ = UnitTap::attach(GST_APP_SINK(sink_.get()), rendition_, spec_.codec,
                                settings.bitrate_kbps * 1000, std::move(events_.on_unit));
    return {};
}

void EncodingPipeline::force_keyframe() {
    encoder_->force_keyframe();
    pacer_->begin_gop();
}

void EncodingPipeline::set_idle(bool idle) {
    if (std::exchange(idle_, idle) == idle)
        return;
    // Before it: what comes first is for somebody who begins.
    if (!idle)
        force_keyframe();
    pacer_->set_idle(idle);
}

Error EncodingPipeline::explain(const ElementError& error) const {
    return {Code::encoder, fmt::format("the encoder {} failed: {}", spec_.name, error.message), try_another};
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
        return fail_with({Code::encoder, fmt::format("the encoder {} hangs", spec_.name), try_another});
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
