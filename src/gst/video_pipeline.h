// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_element.h"
#include "gst/pipeline.h"
#include "gst/video_source.h"
#include "media/access_unit.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

class CaptureTap;
class Pacer;
class UnitTap;

/// Captures a source and encodes it, for as long as it lives. Main thread.
class VideoPipeline {
public:
    struct Events {
        /// On a streaming thread; must not block. The first unit is a keyframe.
        std::function<void(SharedUnit)> on_unit;
        /// On the main thread, at most once; may destroy the pipeline. Nothing comes after it.
        std::function<void(Error)> on_error;
    };

    /// Starts to capture. Code::source if the source, Code::encoder if the encoder refuses at once.
    static Result<std::unique_ptr<VideoPipeline>> start(const VideoSource& source, const EncoderSpec& encoder,
                                                        const VideoSettings& settings, Events events);
    /// No unit comes after it. Blocks for as long as the elements take to stop, at most Pipeline::stop_limit.
    ~VideoPipeline();
    VideoPipeline(const VideoPipeline&) = delete;
    VideoPipeline& operator=(const VideoPipeline&) = delete;

    /// The next unit, or the one after it, is a keyframe; it comes at once, even if the source is still.
    void force_keyframe();

    /// The encoder's aim from now on. The format of the units does not change with it.
    void set_bitrate(unsigned kbps) { encoder_->set_bitrate(kbps); }

    /// An encoder that gives nothing for so long, while pictures come, has failed.
    static constexpr std::chrono::milliseconds stall_limit{5000};

private:
    VideoPipeline(const VideoSource& source, const EncoderSpec& encoder, Events events);

    Result<void> build(const VideoSource& source, const EncoderSpec& encoder, const VideoSettings& settings);
    [[nodiscard]] Error explain(const ElementError& error) const;
    void check_progress();
    void report(Error error);

    const std::string source_name_;
    const std::string encoder_name_;
    Events events_;
    Ref<GstPad> captured_pad_; ///< keeps capture_tap_
    Ref<GstElement> newest_;   ///< keeps pacer_
    Ref<GstElement> sink_;     ///< keeps unit_tap_
    CaptureTap* capture_tap_ = nullptr;
    Pacer* pacer_ = nullptr;
    UnitTap* unit_tap_ = nullptr;
    std::unique_ptr<Pipeline> pipeline_;
    std::optional<EncoderElement> encoder_;
    std::unique_ptr<SourceWatch> watch_;
    std::uint64_t units_seen_ = 0;
    std::uint64_t captured_then_ = 0; ///< when units_seen_ was last found changed
    std::chrono::steady_clock::time_point progress_at_;
    Source progress_timer_;
};

} // namespace pixelpass
