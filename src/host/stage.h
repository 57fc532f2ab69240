// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "gst/video_pipeline.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// What viewers see of the source.
struct SourceState {
    enum class Kind : std::uint8_t { live, lost, paused };
    Kind kind = Kind::live;
    Size size;   ///< if live: of the source, px
    Error cause; ///< if it is not live
};

/// Shows the source to an encoder, or a card in its place while it is lost or the share is paused, for as
/// long as it lives. Main thread.
class Stage {
public:
    struct Events {
        /// On a streaming thread; must not block.
        std::function<void(SharedUnit)> on_unit;
        /// Whenever something else is seen, also another size of the source.
        std::function<void(const SourceState&)> on_state;
        /// The source is lost for good. May destroy the stage.
        std::function<void(const Error&)> on_ended;
        /// The encoder can't go on; after one that is only slow, all goes on. At most once. May destroy the
        /// stage.
        std::function<void(const EncoderFailure&)> on_failed;
    };

    /// Starts with the card `pause_text` if that is set. `source` must outlive the stage. Code::encoder if
    /// the encoder refuses.
    static Result<std::unique_ptr<Stage>> start(const VideoSource& source, const EncoderSpec& encoder,
                                                const VideoSettings& settings,
                                                const std::optional<std::string>& pause_text, Events events);
    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    /// Shows a card with that text, at once, and nothing of the source; nothing: the source again.
    void set_pause(const std::optional<std::string>& text);
    /// As VideoPipeline's.
    Result<void> start_half(const EncoderSpec& encoder, const VideoSettings& settings,
                            EncodingPipeline::Events events) {
        return pipeline_->start_half(encoder, settings, std::move(events));
    }
    void stop_half() { pipeline_->stop_half(); }
    void set_full_idle(bool idle) { pipeline_->set_full_idle(idle); }
    void force_keyframe(Rendition rendition) { pipeline_->force_keyframe(rendition); }
    void set_bitrate(Rendition rendition, unsigned kbps) { pipeline_->set_bitrate(rendition, kbps); }

    /// How often a lost source is looked for.
    static constexpr std::chrono::milliseconds retry_interval{1000};
    /// A source that has given no picture for so long at first is waited for with a card.
    static constexpr std::chrono::milliseconds first_picture_limit{500};

private:
    Stage(const VideoSource& source, Events events)
        : source_(source)
        , events_(std::move(events))
        , size_(source.size) {}

    void show_source();
    void show_card(const char* text);
    void take_size(Size size);
    void lose(SourceLoss loss);

    const VideoSource& source_;
    const Events events_;
    Size size_; ///< of the source when it was last seen
    bool lost_ = false;
    std::unique_ptr<VideoPipeline> pipeline_;
    Source retry_;
    Source waiting_; ///< for the source's first picture
};

} // namespace pixelpass
