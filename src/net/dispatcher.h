// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "net/endpoint.h"

#include <pixelpass-bridge/src/lib.rs.h>

#include <cstdint>
#include <map>
#include <memory>

namespace pixelpass::net {

struct Stream::Handle {
    rust::Box<bridge::Stream> stream;
};

struct Connection::Handle {
    rust::Box<bridge::Connection> connection;
};

/// Owns the bridge's endpoint and brings its events to the objects that they are for. It is shared by all of
/// them, since a connection may outlive the Endpoint that it came from. Main thread.
class Dispatcher : public std::enable_shared_from_this<Dispatcher> {
public:
    explicit Dispatcher(Endpoint::Events events);

    [[nodiscard]] bridge::Endpoint& endpoint() { return *endpoint_; }
    void expect(std::uint64_t dial, Endpoint::Dialled dialled);
    [[nodiscard]] std::uint64_t next_dial() { return ++last_dial_; }
    void add(std::uint64_t connection, Connection::Events events);
    void add_stream(std::uint64_t stream, Stream::Events events);
    void remove(std::uint64_t connection) { connections_.erase(connection); }
    void remove_stream(std::uint64_t stream) { streams_.erase(stream); }
    /// Forgets who listens for the endpoint itself.
    void silence();

private:
    void drain();
    void dispatch();
    void dispatch_dial(bool connected);
    void dispatch_to_connection(bridge::EventKind kind);
    void dispatch_to_stream(bridge::EventKind kind);
    [[nodiscard]] SharedBytes take_message();

    Endpoint::Events events_;
    Wakeup wakeup_;
    rust::Box<bridge::Endpoint> endpoint_;
    rust::Box<bridge::Event> event_; // the one in hand
    std::uint64_t last_dial_ = 0;
    std::map<std::uint64_t, Endpoint::Dialled> dials_;
    // Shared so that a handler may remove itself while it runs.
    std::map<std::uint64_t, std::shared_ptr<const Connection::Events>> connections_;
    std::map<std::uint64_t, std::shared_ptr<const Stream::Events>> streams_;
};

} // namespace pixelpass::net
