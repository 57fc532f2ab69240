// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/audio_encoder.h"

#include <memory>

namespace pixelpass {

/// A sine of 440 Hz at -20 dBFS, encoded and paced like live sound, for as long as it lives. Main thread.
class Tone {
public:
    /// Code::audio if no AAC encoder is installed, or if it does not start.
    static Result<std::unique_ptr<Tone>> start(AudioEncoder::Events events);
    /// No unit comes after it.
    ~Tone();
    Tone(const Tone&) = delete;
    Tone& operator=(const Tone&) = delete;

    /// Makes it silence, which goes on, or a tone again.
    void set_muted(bool muted);

private:
    explicit Tone(AudioEncoder::Events events);

    Result<void> build();

    AudioEncoder::Events events_;
    Ref<GstElement> sink_; ///< keeps tap_
    AacTap* tap_ = nullptr;
    std::unique_ptr<Pipeline> pipeline_;
};

} // namespace pixelpass
