// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_pipeline.h"

#include "gst/capture_tap.h"
#include "gst/pacer.h"
#include "gst/unit_tap.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

using std::chrono::steady_clock;

/// The rate is capped at `captured`, right behind the source, so that a fast monitor costs nothing further
/// on. Between the two halves stands the pacer.
std::string describe(const VideoSource& source, const EncoderSpec& encoder, unsigned frame_rate) {
    const auto paced =
        source.paced ? fmt::format("! capsfilter caps=video/x-raw,framerate={}/1 ", frame_rate) : "";
    return fmt::format(
        "{} {}! identity name=captured ! videocrop name=crop ! videoconvertscale add-borders=false "
        "! capsfilter name=shape "
        "! appsink name=pictures sync=false async=false max-buffers=1 enable-last-sample=false "
        "appsrc name=newest is-live=true format=time "
        "! {} ! appsink name=units sync=false async=false max-buffers=4 enable-last-sample=false",
        source.description, paced, encoder_chain(encoder));
}

unsigned bitrate_kbps(const VideoSource& source, const VideoSettings& settings) {
    if (settings.bitrate_kbps)
        return settings.bitrate_kbps;
    const bool known = source.size.width && source.size.height;
    const Size size = known ? source.size : Size{1920, 1080};
    return default_bitrate_kbps(encoded_size(size, settings.size), settings.frame_rate);
}

} // namespace

Result<std::unique_ptr<VideoPipeline>> VideoPipeline::start(const VideoSource& source,
                                                            const EncoderSpec& encoder,
                                                            const VideoSettings& settings, Events events) {
    std::unique_ptr<VideoPipeline> started(new VideoPipeline(source, encoder, std::move(events)));
    if (auto built = started->build(source, encoder, settings); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    if (source.watch)
        started->watch_ =
            source.watch([self = started.get()](Error error) { self->report(std::move(error)); });
    started->progress_at_ = steady_clock::now();
    started->progress_timer_ =
        every(std::chrono::milliseconds(500), [self = started.get()] { self->check_progress(); });
    return started;
}

VideoPipeline::VideoPipeline(const VideoSource& source, const EncoderSpec& encoder, Events events)
    : source_name_(source.name)
    , encoder_name_(encoder.name)
    , events_(std::move(events)) {}

VideoPipeline::~VideoPipeline() {
    if (unit_tap_)
        unit_tap_->close();
    if (pacer_)
        pacer_->close();
}

void VideoPipeline::force_keyframe() {
    encoder_->force_keyframe();
    pacer_->repeat_soon();
}

Result<void> VideoPipeline::build(const VideoSource& source, const EncoderSpec& encoder,
                                  const VideoSettings& settings) {
    const unsigned frame_rate = std::max(settings.frame_rate, 1U);
    const unsigned kbps = bitrate_kbps(source, settings);
    auto pipeline =
        Pipeline::parse(describe(source, encoder, frame_rate),
                        {.on_error = [this](const ElementError& error) { report(explain(error)); },
                         .on_end =
                             [this] {
                                 report({Code::source, source_name_ + " ended", "share again"});
                             }});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    encoder_.emplace(pipeline_->element("encoder"), encoder, frame_rate, kbps);
    const auto captured = pipeline_->element("captured");
    captured_pad_ = Ref<GstPad>::adopt(gst_element_get_static_pad(captured.get(), "src"));
    capture_tap_ = CaptureTap::attach(captured_pad_.get(),
                                      {.crop = pipeline_->element("crop"),
                                       .capsfilter = pipeline_->element("shape"),
                                       .raw_format = std::string(encoder.raw_format),
                                       .limit = settings.size,
                                       .frame_rate = frame_rate},
                                      source.paint);
    const auto pictures = pipeline_->element("pictures");
    newest_ = pipeline_->element("newest");
    pacer_ = Pacer::attach(GST_APP_SINK(pictures.get()), GST_APP_SRC(newest_.get()), frame_rate);
    sink_ = pipeline_->element("units");
    unit_tap_ =
        UnitTap::attach(GST_APP_SINK(sink_.get()), encoder.codec, kbps * 1000, std::move(events_.on_unit));
    return {};
}

Error VideoPipeline::explain(const ElementError& error) const {
    // Where the encoder does not take what it is given, it is the source that says so.
    if (error.element == "encoder" || error.not_negotiated)
        return {Code::encoder, "the encoder " + encoder_name_ + " failed: " + error.message,
                "try another with --encoder; `pixelpass list encoders` shows which work"};
    return {Code::source, source_name_ + " can't be captured: " + error.message, "try another --source"};
}

void VideoPipeline::check_progress() {
    const auto now = steady_clock::now();
    const auto units = unit_tap_->units();
    const auto captured = capture_tap_->captured();
    if (units != units_seen_ || captured == captured_then_) {
        units_seen_ = units;
        captured_then_ = captured;
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
