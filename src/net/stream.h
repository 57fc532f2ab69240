// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <functional>
#include <memory>

namespace pixelpass::net {

class Dispatcher;

/// A bi-directional stream to the peer. Main thread; no call blocks.
class Stream {
public:
    struct Events {
        std::function<void(ByteView)> on_data; ///< bytes, in order; the view ends with the call
        std::function<void()> on_ended;        ///< the peer finished or reset its side
    };

    struct Handle;
    Stream(std::unique_ptr<Handle> handle, std::shared_ptr<Dispatcher> dispatcher);
    ~Stream();
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    /// Sets who hears of this stream; do so before returning to the main loop.
    void listen(Events events);
    /// Sends before streams of lower priority.
    void set_priority(int priority);
    /// Queues bytes. False if the stream is over: the peer wants no more, or the connection is gone.
    bool write(ByteView bytes);
    /// Bytes that are queued and not yet taken by QUIC.
    [[nodiscard]] std::uint64_t backlog() const;
    /// Ends our side once all queued bytes are sent.
    void finish();

private:
    std::unique_ptr<Handle> handle_;
    std::shared_ptr<Dispatcher> dispatcher_;
};

} // namespace pixelpass::net
