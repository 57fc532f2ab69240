// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_pipeline.h"

#include "base/log.h"
#include "gst/card.h"

#include <algorithm>
#include <utility>

namespace pixelpass {

Result<std::unique_ptr<VideoPipeline>> VideoPipeline::start(const EncoderSpec& encoder,
                                                            VideoSettings settings, Events events) {
    settings.frame_rate = std::max(settings.frame_rate, 1U);
    std::unique_ptr<VideoPipeline> started(new VideoPipeline({.raw_format = std::string(encoder.raw_format),
                                                              .limit = settings.size,
                                                              .frame_rate = settings.frame_rate},
                                                             std::move(events.source)));
    auto encoding = EncodingPipeline::start(encoder, settings, std::move(events.encoding));
    if (!encoding)
        return fail(encoding);
    started->encoding_ = std::move(*encoding);
    started->capture_settings_.import = started->encoding_->dmabuf_import();
    return started;
}

Result<void> VideoPipeline::show(const VideoSource& source) {
    capture_.reset();
    auto capture =
        CapturePipeline::start(source, capture_settings_, encoding_->pacer(),
                               {.source = events_, .on_import_failed = [this] { forgo_import(); }});
    if (!capture)
        return fail(capture);
    capture_ = std::move(*capture);
    source_ = &source;
    return {};
}

Result<void> VideoPipeline::start_half(const EncoderSpec& encoder, const VideoSettings& settings,
                                       EncodingPipeline::Events events) {
    half_.reset();
    auto half = EncodingPipeline::start_half(*encoding_, encoder, settings, std::move(events));
    if (!half)
        return fail(half);
    half_ = std::move(*half);
    return {};
}

void VideoPipeline::force_keyframe(Rendition rendition) {
    if (auto* const one = encoding(rendition))
        one->force_keyframe();
}

void VideoPipeline::set_bitrate(Rendition rendition, unsigned kbps) {
    if (auto* const one = encoding(rendition))
        one->set_bitrate(kbps);
}

void VideoPipeline::forgo_import() {
    spdlog::warn("the encoder can't read the screen's own memory: pictures are copied");
    capture_settings_.import.reset();
    if (auto shown = show(*source_); !shown)
        events_.on_lost({.error = shown.error()});
}

Result<void> VideoPipeline::show_card(const std::string& text, Size size) {
    auto card = draw_card(text, encoded_size(size, capture_settings_.limit), capture_settings_.raw_format,
                          capture_settings_.frame_rate);
    if (!card)
        return fail(card);
    encoding_->pacer().hold(std::move(*card));
    return {};
}

} // namespace pixelpass
