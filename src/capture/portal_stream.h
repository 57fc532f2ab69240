// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/picture_feed.h"
#include "pipewire/pipewire_connection.h"

#include <spa/param/video/format-utils.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

namespace pixelpass {

/// The pictures of one PipeWire node, read where the compositor left them. Main thread.
class PortalStream {
public:
    struct Events {
        /// A picture; its memory goes back to the compositor once nobody holds it.
        std::function<void(CapturedPicture)> on_picture;
        /// At most once: there will be no more. May destroy the stream.
        std::function<void()> on_lost;
    };

    /// Connects to `node` by `socket`, which is taken over, and asks for no more than `frame_rate` pictures a
    /// second, which the compositor may exceed. Code::source if PipeWire refuses.
    static Result<std::unique_ptr<PortalStream>> open(int socket, std::uint32_t node, unsigned frame_rate,
                                                      Events events);
    ~PortalStream();

    /// Whether pictures may come as DMABufs from now on, where the compositor has them in a form that can be
    /// imported; at first they may not.
    void allow_dmabufs(bool allowed);

    PortalStream(const PortalStream&) = delete;
    PortalStream& operator=(const PortalStream&) = delete;

private:
    class Memory;
    class Returns;
    /// A buffer of the compositor's; PipeWire may use the address of one that is gone for another.
    struct Slot {
        std::uint64_t number;
        std::shared_ptr<const Memory> memory;
    };

    PortalStream(unsigned frame_rate, Events events);

    Result<void> connect(int socket, std::uint32_t node);
    void take_state(pw_stream_state before, pw_stream_state now);
    void restart();
    void take_format(const spa_pod* format);
    void take_memory(pw_buffer* buffer);
    void take_picture();
    void deliver(pw_buffer* buffer, const Slot& slot);
    void give_back();
    void lose();

    static const pw_stream_events stream_events;

    const unsigned frame_rate_;
    Events events_;
    bool dmabufs_allowed_ = false;
    spa_video_info_raw format_{};
    std::unordered_map<pw_buffer*, Slot> slots_;
    std::uint64_t slots_made_ = 0;
    std::shared_ptr<Returns> returns_; ///< shared with whoever holds a picture
    Wakeup returned_;
    Source first_picture_; ///< since the stream started
    int restarts_ = 0;     ///< since the last picture
    Source loss_;
    std::unique_ptr<PipeWireConnection> connection_;
    std::unique_ptr<pw_stream, Disposer<pw_stream_destroy>> stream_;
    Hook hook_;
};

} // namespace pixelpass
