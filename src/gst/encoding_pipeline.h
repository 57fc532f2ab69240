// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/dmabuf_import.h"
#include "gst/encoder_element.h"
#include "gst/encoder_watch.h"
#include "gst/pacer.h"
#include "gst/pipeline.h"
#include "gst/video_settings.h"
#include "media/access_unit.h"
#include "media/rendition.h"

#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

class UnitTap;

/// Why an encoder can't go on.
struct EncoderFailure {
    bool slow = false; ///< it works, but pictures come faster than it can encode them
    Error error;       ///< Code::encoder
};

/// Encodes the pictures that its pacer is given, for as long as it lives. Main thread.
class EncodingPipeline {
public:
    struct Events {
        /// On a streaming thread; must not block. The first unit is a keyframe.
        std::function<void(SharedUnit)> on_unit;
        /// Slow at most once, and it goes on; else once, and no unit comes any more. May destroy the
        /// pipeline.
        std::function<void(const EncoderFailure&)> on_failed;
    };

    /// Encodes the pictures as they are. Code::encoder if the encoder refuses at once.
    static Result<std::unique_ptr<EncodingPipeline>> start(const EncoderSpec& encoder,
                                                           const VideoSettings& settings, Events events);
    /// Encodes each picture that `full` is given at half its size, for as long as `full` lives.
    static Result<std::unique_ptr<EncodingPipeline>> start_half(EncodingPipeline& full,
                                                                const EncoderSpec& encoder,
                                                                const VideoSettings& settings, Events events);
    /// No unit comes after it. Blocks for as long as the elements take to stop, at most Pipeline::stop_limit;
    /// not at all if the encoder was found to hang.
    ~EncodingPipeline();
    EncodingPipeline(const EncodingPipeline&) = delete;
    EncodingPipeline& operator=(const EncodingPipeline&) = delete;

    /// What is encoded.
    [[nodiscard]] Pacer& pacer() { return *pacer_; }
    /// How it takes DMABufs, if it does.
    [[nodiscard]] std::optional<DmaBufImport> dmabuf_import() const {
        return find_dmabuf_import(spec_, pipeline_->get());
    }

    /// The next unit, or the one after it, is a keyframe; it comes at once, even if the source is still.
    void force_keyframe();
    /// While `idle`, nothing is encoded, and what is made of the same pictures goes on.
    void set_idle(bool idle);
    /// The encoder's aim from now on. The format of the units does not change with it.
    void set_bitrate(unsigned kbps) { encoder_->set_bitrate(kbps); }

private:
    EncodingPipeline(Rendition rendition, const EncoderSpec& spec, Events events)
        : rendition_(rendition)
        , spec_(spec)
        , events_(std::move(events)) {}

    Result<void> begin(const VideoSettings& settings, const DmaBufImport* import);
    Result<void> build(const VideoSettings& settings, const DmaBufImport* import);
    [[nodiscard]] Error explain(const ElementError& error) const;
    void look();
    void fail_with(Error error);

    const Rendition rendition_;
    const EncoderSpec& spec_;
    Events events_;
    EncodingPipeline* full_ = nullptr; ///< whose pictures are encoded
    Ref<GstElement> newest_;           ///< keeps pacer_
    Ref<GstElement> sink_;             ///< keeps unit_tap_
    Pacer* pacer_ = nullptr;
    UnitTap* unit_tap_ = nullptr;
    std::unique_ptr<Pipeline> pipeline_;
    std::shared_ptr<EncoderElement> encoder_; ///< shared with the pacer, which may outlive this
    bool idle_ = false;
    std::optional<EncoderWatch> watch_;
    Source looking_;
};

} // namespace pixelpass
