// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "gst/sample_timeline.h"
#include "media/access_unit.h"
#include "media/rendition.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

namespace pixelpass {

class SoundTap;

/// Encodes 48 kHz stereo sound as one rendition (media/sound_format.h), for as long as it lives. Main thread.
class AudioEncoder {
public:
    struct Events {
        /// One frame (AAC: 1,024 samples, Opus: 480), on a streaming thread; must not block. Its PTS is when
        /// the first of the samples that a decoder gives for it was captured.
        std::function<void(SharedUnit)> on_unit;
        /// On the main thread, at most once; may destroy the encoder. Code::audio.
        std::function<void(Error)> on_error;
    };

    /// Code::audio if no encoder for it is installed, or if it does not start.
    static Result<std::unique_ptr<AudioEncoder>> start(Rendition rendition, Events events);
    /// No unit comes after it.
    ~AudioEncoder();
    AudioEncoder(const AudioEncoder&) = delete;
    AudioEncoder& operator=(const AudioEncoder&) = delete;

    /// Encodes what follows the samples pushed before, interleaved. Never blocks: if the encoder falls behind
    /// by `backlog`, the oldest that wait are dropped.
    void push(std::span<const float> samples, Microseconds captured_at);

    static constexpr std::chrono::milliseconds backlog{200};

private:
    explicit AudioEncoder(Events events);

    Result<void> build(Rendition rendition);

    Events events_;
    SampleTimeline timeline_;
    std::int64_t frames_ = 0; ///< pushed so far
    Ref<GstElement> source_;
    Ref<GstElement> sink_; ///< keeps tap_
    SoundTap* tap_ = nullptr;
    std::unique_ptr<Pipeline> pipeline_;
};

} // namespace pixelpass
