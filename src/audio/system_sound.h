// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sample_clock.h"
#include "base/error.h"
#include "media/access_unit.h"
#include "pipewire/pipewire_connection.h"

#include <functional>
#include <memory>
#include <span>

namespace pixelpass {

/// Captures what plays on the default sink, for as long as it lives, and follows when another sink becomes
/// the default. It never hears a microphone: without a sink there is silence. Main thread.
class SystemSound {
public:
    struct Events {
        /// Interleaved stereo at 48 kHz, and when its first sample was captured on CLOCK_MONOTONIC. Samples
        /// come all the time, also when nothing plays.
        std::function<void(std::span<const float> samples, Microseconds captured_at)> on_samples;
        /// At most once, when PipeWire is gone; may destroy the object. Code::audio.
        std::function<void(Error)> on_lost;
    };

    /// Starts to capture. Code::audio, at once, if PipeWire does not run.
    static Result<std::unique_ptr<SystemSound>> start(Events events);
    SystemSound(const SystemSound&) = delete;
    SystemSound& operator=(const SystemSound&) = delete;

private:
    explicit SystemSound(Events events);

    Result<void> connect();
    void take_samples();
    void deliver(pw_buffer* buffer, Microseconds measured);

    static void process(void* self);
    static void state_changed(void* self, pw_stream_state before, pw_stream_state now, const char* error);

    static const pw_stream_events stream_events;

    Events events_;
    SampleClock clock_;
    std::unique_ptr<PipeWireConnection> connection_;
    std::unique_ptr<pw_stream, Disposer<pw_stream_destroy>> stream_;
    Hook hook_;
};

} // namespace pixelpass
