// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/capture_pipeline.h"

#include "gst/capture_tap.h"

#include <fmt/format.h>

#include <utility>

namespace pixelpass {
namespace {

/// A test picture makes as many pictures as it is asked for, captures of ours no more than they may.
std::string describe(const VideoSource& source, unsigned frame_rate) {
    const auto pictures = source.capturer ? "appsrc name=feed is-live=true format=time max-buffers=1 "
                                            "leaky-type=downstream ! videoflip name=turn"
                                          : fmt::format("{} ! capsfilter caps=video/x-raw,framerate={}/1",
                                                        source.description, frame_rate);
    return fmt::format(
        "{} ! videobox name=pad ! videoconvertscale add-borders=false ! capsfilter name=shape "
        "! appsink name=pictures sync=false async=false max-buffers=1 enable-last-sample=false",
        pictures);
}

} // namespace

Result<std::unique_ptr<CapturePipeline>> CapturePipeline::start(const VideoSource& source,
                                                                const Settings& settings, Pacer& pacer,
                                                                CaptureEvents events) {
    std::unique_ptr<CapturePipeline> started(new CapturePipeline(source.name, pacer, std::move(events)));
    if (auto built = started->build(source, settings); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    if (source.capturer)
        started->capture_ = source.capturer->start(
            PictureFeed(started->pipeline_->element("feed"), started->pipeline_->element("turn")),
            settings.frame_rate,
            {.on_size = started->events_.on_size,
             .on_lost = [self = started.get()](SourceLoss loss) { self->report(std::move(loss)); }});
    return started;
}

CapturePipeline::~CapturePipeline() { pacer_.follow(nullptr); }

Result<void> CapturePipeline::build(const VideoSource& source, const Settings& settings) {
    auto pipeline =
        Pipeline::parse(describe(source, settings.frame_rate),
                        {.on_error = [this](const ElementError& error) { report({.error = explain(error)}); },
                         .on_end =
                             [this] {
                                 report({.error = {Code::source, source_name_ + " ended", "share again"}});
                             }});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    CaptureTap::attach({.pad = pipeline_->element("pad"),
                        .capsfilter = pipeline_->element("shape"),
                        .raw_format = settings.raw_format,
                        .limit = settings.limit,
                        .frame_rate = settings.frame_rate},
                       source.paint);
    const auto pictures = pipeline_->element("pictures");
    pacer_.follow(GST_APP_SINK(pictures.get()));
    return {};
}

Error CapturePipeline::explain(const ElementError& error) const {
    return {Code::source, source_name_ + " can't be captured: " + error.message, "try another --source"};
}

void CapturePipeline::report(SourceLoss loss) {
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(events_.on_lost, nullptr))
        on_lost(std::move(loss));
}

} // namespace pixelpass
