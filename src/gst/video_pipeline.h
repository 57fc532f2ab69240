// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/capture_pipeline.h"
#include "gst/encoder_element.h"
#include "media/access_unit.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

class UnitTap;

/// Encodes what it is told to show, for as long as it lives: one capture after the other, into one stream.
/// Main thread.
class VideoPipeline {
public:
    /// All on the main thread but on_unit.
    struct Events {
        /// On a streaming thread; must not block. The first unit is a keyframe.
        std::function<void(SharedUnit)> on_unit;
        /// Of what is shown. After a loss its last picture stays, and show() may be called from within.
        CaptureEvents source;
        /// The encoder failed, at most once. May destroy the pipeline. Nothing comes after it.
        std::function<void(Error)> on_error;
    };

    /// Starts the encoder; show() follows. Code::encoder if the encoder refuses at once.
    static Result<std::unique_ptr<VideoPipeline>> start(const EncoderSpec& encoder,
                                                        const VideoSettings& settings, Events events);
    /// No unit comes after it. Blocks for as long as the elements take to stop, at most Pipeline::stop_limit
    /// for the source and for the encoder.
    ~VideoPipeline();
    VideoPipeline(const VideoPipeline&) = delete;
    VideoPipeline& operator=(const VideoPipeline&) = delete;

    /// Shows `source`, which must outlive that, from now on. Till its first picture comes, the last one of
    /// the source before stays. Code::source if it refuses at once.
    Result<void> show(const VideoSource& source);

    /// Shows a card with that text, as large as a source of `size`, till the next picture of a source comes.
    Result<void> show_card(const std::string& text, Size size);
    /// Captures nothing any more; what was shown last stays.
    void stop_capture() { capture_.reset(); }

    /// The next unit, or the one after it, is a keyframe; it comes at once, even if the source is still.
    void force_keyframe();

    /// The encoder's aim from now on. The format of the units does not change with it.
    void set_bitrate(unsigned kbps) { encoder_->set_bitrate(kbps); }

    /// An encoder that has a picture but gives nothing for so long has failed.
    static constexpr std::chrono::milliseconds stall_limit{5000};

private:
    VideoPipeline(const EncoderSpec& encoder, const VideoSettings& settings, Events events);

    Result<void> build(const EncoderSpec& encoder, unsigned bitrate_kbps);
    [[nodiscard]] Error explain(const ElementError& error) const;
    void forgo_import();
    void check_progress();
    void report(Error error);

    const std::string encoder_name_;
    CapturePipeline::Settings capture_settings_;
    Events events_;
    Ref<GstElement> newest_; ///< keeps pacer_
    Ref<GstElement> sink_;   ///< keeps unit_tap_
    Pacer* pacer_ = nullptr;
    UnitTap* unit_tap_ = nullptr;
    std::unique_ptr<Pipeline> pipeline_;
    std::optional<EncoderElement> encoder_;
    std::unique_ptr<CapturePipeline> capture_;
    const VideoSource* source_ = nullptr; ///< of capture_
    std::uint64_t units_seen_ = 0;
    std::chrono::steady_clock::time_point progress_at_; ///< when units_seen_ was last found changed
    Source progress_timer_;
};

} // namespace pixelpass
