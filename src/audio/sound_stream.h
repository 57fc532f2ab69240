// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sample_clock.h"
#include "base/error.h"
#include "media/access_unit.h"
#include "pipewire/pipewire_connection.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace pixelpass {

/// The node in PipeWire's graph that captures what is linked to its inputs (captured_channels), and silence
/// when nothing is, for as long as it lives. Main thread.
class SoundStream {
public:
    struct Events {
        /// Interleaved stereo at 48 kHz, and when its first sample was captured on CLOCK_MONOTONIC. Samples
        /// come all the time.
        std::function<void(std::span<const float> samples, Microseconds captured_at)> on_samples;
        /// At most once, when somebody has removed the node; may destroy the object.
        std::function<void()> on_lost;
    };

    /// Starts to capture; `connection` must outlive it. Code::audio if PipeWire refuses.
    static Result<std::unique_ptr<SoundStream>> start(const PipeWireConnection& connection, Events events);
    SoundStream(const SoundStream&) = delete;
    SoundStream& operator=(const SoundStream&) = delete;

    /// Its id in the graph; SPA_ID_INVALID before PipeWire has given it one.
    [[nodiscard]] std::uint32_t node() const { return pw_stream_get_node_id(stream_.get()); }

private:
    explicit SoundStream(Events events);

    Result<void> connect(const PipeWireConnection& connection);
    void take_samples();
    void deliver(pw_buffer* buffer, Microseconds measured);

    static void process(void* self);
    static void state_changed(void* self, pw_stream_state before, pw_stream_state now, const char* error);

    static const pw_stream_events stream_events;

    Events events_;
    SampleClock clock_;
    std::vector<float> stereo_; ///< of the buffer that is delivered
    std::unique_ptr<pw_stream, Disposer<pw_stream_destroy>> stream_;
    Hook hook_;
    Source loss_;
};

} // namespace pixelpass
