// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/silence_filler.h"
#include "audio/sound_graph.h"
#include "audio/sound_links.h"
#include "audio/sound_rule.h"
#include "audio/sound_stream.h"
#include "base/error.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace pixelpass {

/// The sound of the applications that a rule names, for as long as it lives: they come and go, and so may
/// PipeWire. Main thread.
class SoundSource {
public:
    struct Events {
        /// Interleaved stereo at 48 kHz, and when its first sample was captured on CLOCK_MONOTONIC. Samples
        /// come all the time while they are wanted, silence for want of others.
        std::function<void(std::span<const float> samples, Microseconds captured_at)> on_samples;
        /// At first, and when it has changed: what is captured, or would be if it were wanted.
        std::function<void(const Heard&)> on_heard;
        /// PipeWire is not there, not any more, or not ready in time; it is waited for. Code::audio.
        std::function<void(const Error&)> on_absent;
    };

    /// No event comes before the main loop runs.
    SoundSource(SoundRule rule, Events events);
    SoundSource(const SoundSource&) = delete;
    SoundSource& operator=(const SoundSource&) = delete;

    /// Captures, or no longer; there is a node of ours in the graph only meanwhile.
    void set_wanted(bool wanted);

    /// How often PipeWire is looked for while it is not there.
    static constexpr std::chrono::milliseconds retry_interval{500};
    /// How long PipeWire and its session manager may take to be ready before that is told.
    static constexpr std::chrono::seconds patience{3};
    /// A link that PipeWire has refused is tried again after that.
    static constexpr std::chrono::seconds relink_interval{1};
    /// Changes are told at most so often: some come in pairs, as when an application moves to another sink.
    static constexpr std::chrono::milliseconds telling_interval{200};
    /// That nobody plays what was asked for is told only then: a session manager that has just begun may
    /// still link it.
    static constexpr std::chrono::milliseconds settling_time{500};

private:
    void connect();
    void await_readiness();
    void lose();
    void tell_absent(const std::string& message);
    void update_stream();
    void start_stream();
    void drop_stream();
    void retry_stream();
    void follow();
    void tell_heard();
    void take(std::span<const float> samples, Microseconds captured_at);
    void give_silence(SilenceFiller::Silence silence);

    const SoundRule rule_;
    const Events events_;
    bool wanted_ = false;
    bool absence_told_ = false;
    Heard heard_;
    std::optional<Heard> told_;
    SilenceFiller filler_;
    std::vector<float> silence_; ///< zeros
    std::unique_ptr<PipeWireConnection> connection_;
    std::unique_ptr<SoundGraph> graph_;
    std::unique_ptr<SoundStream> stream_;
    std::unique_ptr<SoundLinks> links_;
    Source retry_;
    Source unready_;
    Source relink_;
    Source stream_retry_;
    Source telling_;
    Source filling_;
};

} // namespace pixelpass
