// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/viewer_queue.h"
#include "media/keyframe_wait.h"
#include "mux/muxer.h"
#include "net/stream.h"
#include "wire/http.h"

#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

/// One HTTP request of a pixelpass/0 viewer and its endless answer. A stream whose bytes pile up loses
/// pictures up to the next keyframe. Main thread.
class HttpResponse {
public:
    struct Events {
        std::function<void()> on_started; ///< it wants units from now on
        std::function<void()> on_ended;   ///< drop it, later
        /// No keyframe has come by itself for what was dropped, and there is room for one.
        std::function<void()> on_keyframe_needed;
    };

    /// Bytes that may wait for the network before units are dropped, and at which they flow again.
    static constexpr std::uint64_t high_water = 512U << 10;
    static constexpr std::uint64_t low_water = 64U << 10;

    /// `video` is what the units are going to be; `sound` is the format of the audio track, AAC, or null if
    /// there is none. It is not answered before let_in().
    HttpResponse(std::unique_ptr<net::Stream> stream, Codec video, std::shared_ptr<const TrackFormat> sound,
                 Events events);

    /// The viewer may watch.
    void let_in();

    [[nodiscard]] bool streaming() const { return state_ == State::streaming; }
    [[nodiscard]] bool ended() const { return state_ == State::ended; }
    /// Sends the unit or drops it; adds what became of it to `stats`.
    void offer(const SharedUnit& unit, QueueStats& stats);

private:
    enum class State : std::uint8_t { reading, streaming, ended };

    void read(ByteView data);
    void answer();
    void end();
    [[nodiscard]] bool start_muxer(const AccessUnit& keyframe);

    std::unique_ptr<net::Stream> stream_;
    Codec video_;
    std::shared_ptr<const TrackFormat> sound_;
    Events events_;
    wire::HttpRequestReader reader_;
    std::optional<wire::HttpRequest> request_; ///< that is to be answered
    bool let_in_ = false;
    std::unique_ptr<Muxer> muxer_;
    State state_ = State::reading;
    bool awaiting_keyframe_ = true;
    KeyframeWait keyframe_wait_;
    bool open_ = true; // the viewer still reads
};

} // namespace pixelpass
