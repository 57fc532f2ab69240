// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/capture_pipeline.h"

#include "gst/capture_tap.h"

#include <fmt/format.h>

#include <utility>

namespace pixelpass {
namespace {

/// The rate is capped at `captured`, right behind the source, so that a fast monitor costs nothing further
/// on.
std::string describe(const VideoSource& source, unsigned frame_rate) {
    const auto paced =
        source.paced ? fmt::format("! capsfilter caps=video/x-raw,framerate={}/1 ", frame_rate) : "";
    return fmt::format(
        "{} {}! identity name=captured ! videocrop name=crop "
        "! videoconvertscale add-borders=false ! capsfilter name=shape "
        "! appsink name=pictures sync=false async=false max-buffers=1 enable-last-sample=false",
        source.description, paced);
}

} // namespace

Result<std::unique_ptr<CapturePipeline>> CapturePipeline::start(const VideoSource& source,
                                                                const Settings& settings, Pacer& pacer,
                                                                std::function<void(Error)> on_lost) {
    std::unique_ptr<CapturePipeline> started(new CapturePipeline(source.name, pacer, std::move(on_lost)));
    if (auto built = started->build(source, settings); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    if (source.feed) {
        auto feed = source.feed(started->pipeline_->element("feed"),
                                [self = started.get()](Error error) { self->report(std::move(error)); });
        if (!feed)
            return fail(feed);
        started->feed_ = std::move(*feed);
    }
    return started;
}

CapturePipeline::~CapturePipeline() { pacer_.follow(nullptr); }

Result<void> CapturePipeline::build(const VideoSource& source, const Settings& settings) {
    auto pipeline =
        Pipeline::parse(describe(source, settings.frame_rate),
                        {.on_error = [this](const ElementError& error) { report(explain(error)); },
                         .on_end =
                             [this] {
                                 report({Code::source, source_name_ + " ended", "share again"});
                             }});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    const auto captured = pipeline_->element("captured");
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(captured.get(), "src"));
    CaptureTap::attach(pad.get(),
                       {.crop = pipeline_->element("crop"),
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

void CapturePipeline::report(Error error) {
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(on_lost_, nullptr))
        on_lost(std::move(error));
}

} // namespace pixelpass
