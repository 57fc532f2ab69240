// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_pipeline.h"

#include "base/log.h"
#include "gst/card.h"
#include "gst/unit_tap.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

using std::chrono::steady_clock;

} // namespace

Result<std::unique_ptr<VideoPipeline>> VideoPipeline::start(const EncoderSpec& encoder,
                                                            const VideoSettings& settings, Events events) {
    std::unique_ptr<VideoPipeline> started(new VideoPipeline(encoder, settings, std::move(events)));
    if (auto built = started->build(encoder, settings.bitrate_kbps); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    started->capture_settings_.import = find_dmabuf_import(encoder, started->pipeline_->get());
    started->progress_at_ = steady_clock::now();
    started->progress_timer_ =
        every(std::chrono::milliseconds(500), [self = started.get()] { self->check_progress(); });
    return started;
}

VideoPipeline::VideoPipeline(const EncoderSpec& encoder, const VideoSettings& settings, Events events)
    : encoder_name_(encoder.name)
    , capture_settings_{.raw_format = std::string(encoder.raw_format),
                        .limit = settings.size,
                        .frame_rate = std::max(settings.frame_rate, 1U)}
    , events_(std::move(events)) {}

VideoPipeline::~VideoPipeline() {
    if (unit_tap_)
        unit_tap_->close();
    if (pacer_)
        pacer_->close();
}

Result<void> VideoPipeline::show(const VideoSource& source) {
    capture_.reset();
    auto capture =
        CapturePipeline::start(source, capture_settings_, *pacer_,
                               {.source = events_.source, .on_import_failed = [this] { forgo_import(); }});
    if (!capture)
        return fail(capture);
    capture_ = std::move(*capture);
    source_ = &source;
    return {};
}

void VideoPipeline::forgo_import() {
    spdlog::warn("the encoder {} can't read the screen's own memory: its pictures are copied", encoder_name_);
    capture_settings_.import.reset();
    if (auto shown = show(*source_); !shown)
        events_.source.on_lost({.error = shown.error()});
}

Result<void> VideoPipeline::show_card(const std::string& text, Size size) {
    auto card = draw_card(text, encoded_size(size, capture_settings_.limit), capture_settings_.raw_format,
                          capture_settings_.frame_rate);
    if (!card)
        return fail(card);
    pacer_->hold(std::move(*card));
    return {};
}

void VideoPipeline::force_keyframe() {
    encoder_->force_keyframe();
    pacer_->repeat_soon();
}

Result<void> VideoPipeline::build(const EncoderSpec& encoder, unsigned bitrate_kbps) {
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=newest is-live=true format=time ! {} "
                    "! appsink name=units sync=false async=false max-buffers=4 enable-last-sample=false",
                    encoder_chain(encoder)),
        {.on_error = [this](const ElementError& error) { report(explain(error)); }, .on_end = {}});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    const unsigned frame_rate = capture_settings_.frame_rate;
    encoder_.emplace(pipeline_->element("encoder"), encoder, frame_rate, bitrate_kbps);
    newest_ = pipeline_->element("newest");
    pacer_ = Pacer::attach(GST_APP_SRC(newest_.get()), frame_rate);
    sink_ = pipeline_->element("units");
    unit_tap_ = UnitTap::attach(GST_APP_SINK(sink_.get()), encoder.codec, bitrate_kbps * 1000,
                                std::move(events_.on_unit));
    return {};
}

Error VideoPipeline::explain(const ElementError& error) const {
    return {Code::encoder, "the encoder " + encoder_name_ + " failed: " + error.message,
            "try another with --encoder; `pixelpass list encoders` shows which work"};
}

void VideoPipeline::check_progress() {
    const auto now = steady_clock::now();
    const auto units = unit_tap_->units();
    // Once there is a picture, the pacer repeats it if no other comes.
    if (units != units_seen_ || !pacer_->has_picture()) {
        units_seen_ = units;
        progress_at_ = now;
    } else if (now - progress_at_ >= stall_limit) {
        report({Code::encoder, "the encoder " + encoder_name_ + " hangs",
                "try another with --encoder; `pixelpass list encoders` shows which work"});
    }
}

void VideoPipeline::report(Error error) {
    // The callback may destroy this object: nothing may follow it.
    progress_timer_.reset();
    if (const auto on_error = std::exchange(events_.on_error, nullptr))
        on_error(std::move(error));
}

} // namespace pixelpass
