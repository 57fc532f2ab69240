// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/capture_pipeline.h"
#include "gst/encoding_pipeline.h"

#include <functional>
#include <memory>

namespace pixelpass {

/// Encodes what it is told to show, for as long as it lives: one capture after the other, into one stream.
/// Main thread.
class VideoPipeline {
public:
    struct Events {
        EncodingPipeline::Events encoding;
        /// Of what is shown. After a loss its last picture stays, and show() may be called from within.
        CaptureEvents source;
    };

    /// Starts the encoder; show() follows. Code::encoder if the encoder refuses at once.
    static Result<std::unique_ptr<VideoPipeline>> start(const EncoderSpec& encoder, VideoSettings settings,
                                                        Events events);
    VideoPipeline(const VideoPipeline&) = delete;
    VideoPipeline& operator=(const VideoPipeline&) = delete;

    /// Shows `source`, which must outlive that, from now on. Till its first picture comes, the last one of
    /// the source before stays. Code::source if it refuses at once.
    Result<void> show(const VideoSource& source);

    /// Shows a card with that text, as large as a source of `size`, till the next picture of a source comes.
    Result<void> show_card(const std::string& text, Size size);
    /// Captures nothing any more; what was shown last stays.
    void stop_capture() { capture_.reset(); }

    /// Encodes what is shown at half the size, too, from now on; stop_half() ends it. Code::encoder if the
    /// encoder refuses at once.
    Result<void> start_half(const EncoderSpec& encoder, const VideoSettings& settings,
                            EncodingPipeline::Events events);
    void stop_half() { half_.reset(); }

    /// While `idle`, only the half picture is encoded.
    void set_full_idle(bool idle) { encoding_->set_idle(idle); }

    /// As EncodingPipeline's, of that video rendition if it is encoded.
    void force_keyframe(Rendition rendition);
    void set_bitrate(Rendition rendition, unsigned kbps);

private:
    VideoPipeline(CapturePipeline::Settings settings, CaptureEvents events)
        : capture_settings_(std::move(settings))
        , events_(std::move(events)) {}

    void forgo_import();
    [[nodiscard]] EncodingPipeline* encoding(Rendition rendition) {
        return rendition == half_rendition ? half_.get() : encoding_.get();
    }

    CapturePipeline::Settings capture_settings_;
    CaptureEvents events_;
    std::unique_ptr<EncodingPipeline> encoding_;
    std::unique_ptr<EncodingPipeline> half_;
    std::unique_ptr<CapturePipeline> capture_;
    const VideoSource* source_ = nullptr; ///< of capture_
};

} // namespace pixelpass
