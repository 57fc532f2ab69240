// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/capture_pipeline.h"

#include "gst/capture_tap.h"

#include <fmt/format.h>

#include <utility>

namespace pixelpass {
namespace {

constexpr const char* feed_settings = "is-live=true format=time max-buffers=1 leaky-type=downstream";

/// A test picture makes as many pictures as it is asked for, captures of ours no more than they may. DMABufs
/// have a way of their own, which joins that of pictures in memory.
std::string describe(const VideoSource& source, unsigned frame_rate, const DmaBufImport* import) {
    const auto pictures =
        source.capturer
            ? fmt::format("appsrc name=feed {} ! videoflip name=turn", feed_settings)
            : fmt::format("{} ! capsfilter caps=video/x-raw,framerate={}/1", source.description, frame_rate);
    const auto imported =
        import ? fmt::format("funnel name=both appsrc name=dmabufs {} ! {} name=import ! capsfilter "
                             "name=imported ! both. both. ! ",
                             feed_settings, import->entry.element)
               : "";
    return fmt::format(
        "{} ! videobox name=pad ! videoconvertscale add-borders=false ! capsfilter name=shape ! {}"
        "appsink name=pictures sync=false async=false max-buffers=1 enable-last-sample=false",
        pictures, imported);
}

} // namespace

Result<std::unique_ptr<CapturePipeline>>
CapturePipeline::start(const VideoSource& source, const Settings& settings, Pacer& pacer, Events events) {
    std::unique_ptr<CapturePipeline> started(new CapturePipeline(source.name, pacer, std::move(events)));
    if (auto built = started->build(source, settings); !built)
        return fail(built);
    if (const auto playing = started->pipeline_->play(); !playing)
        return tl::unexpected(started->explain(playing.error()));
    if (source.capturer)
        started->capture_ = source.capturer->start(
            PictureFeed({.bytes = started->pipeline_->element("feed"),
                         .videoflip = started->pipeline_->element("turn"),
                         .dmabufs = started->pipeline_->element("dmabufs")}),
            settings.frame_rate,
            {.on_size = started->events_.source.on_size,
             .on_lost = [self = started.get()](SourceLoss loss) { self->report(std::move(loss)); }});
    return started;
}

CapturePipeline::~CapturePipeline() { pacer_.follow(nullptr); }

Result<void> CapturePipeline::build(const VideoSource& source, const Settings& settings) {
    const auto* import = source.capturer && settings.import ? &*settings.import : nullptr;
    auto pipeline =
        Pipeline::parse(describe(source, settings.frame_rate, import),
                        {.on_error = [this](const ElementError& error) { fail_with(error); },
                         .on_end =
                             [this] {
                                 report({.error = {Code::source, source_name_ + " ended", "share again"}});
                             }});
    if (!pipeline)
        return fail(pipeline);
    pipeline_ = std::move(*pipeline);
    CaptureTap::attach({.entry = pipeline_->element("pad"),
                        .capsfilter = pipeline_->element("shape"),
                        .raw_format = settings.raw_format,
                        .limit = settings.limit,
                        .frame_rate = settings.frame_rate},
                       source.paint);
    if (import) {
        gst_element_set_context(pipeline_->get(), import->context.get());
        CaptureTap::attach({.entry = pipeline_->element("import"),
                            .capsfilter = pipeline_->element("imported"),
                            .memory = std::string(import->entry.memory),
                            .raw_format = settings.raw_format,
                            .limit = settings.limit,
                            .frame_rate = settings.frame_rate},
                           {});
    }
    const auto pictures = pipeline_->element("pictures");
    pacer_.follow(GST_APP_SINK(pictures.get()));
    return {};
}

Error CapturePipeline::explain(const ElementError& error) const {
    return {Code::source, source_name_ + " can't be captured: " + error.message, "try another --source"};
}

void CapturePipeline::fail_with(const ElementError& error) {
    if (error.element != "import" && error.element != "dmabufs")
        return report({.error = explain(error)});
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_import_failed = std::exchange(events_.on_import_failed, nullptr))
        on_import_failed();
}

void CapturePipeline::report(SourceLoss loss) {
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(events_.source.on_lost, nullptr))
        on_lost(std::move(loss));
}

} // namespace pixelpass
