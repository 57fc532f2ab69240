// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "net/stream.h"
#include "net/unit_sender.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pixelpass::net {

/// How the packets travel now, and what the path has carried.
struct PathInfo {
    bool known = false; ///< false while no path is selected
    bool relayed = false;
    std::string remote; ///< address or relay, for people
    std::chrono::microseconds rtt{};
    std::uint64_t cwnd_bytes = 0;
    std::uint64_t sent_bytes = 0;
    std::uint64_t received_bytes = 0;
    std::uint64_t sent_packets = 0;
    std::uint64_t lost_packets = 0;
};

/// Why a connection ended. `code` and `reason` are the peer's if `by_peer`, hostile text included.
struct CloseInfo {
    bool by_peer = false;
    std::uint64_t code = 0;
    std::string reason;
};

/// A connection to one peer. Main thread. Destroying it closes it; never do so from within its events.
class Connection final : public UnitSender {
public:
    struct Events {
        std::function<void(SharedBytes)> on_message;            ///< a whole uni-stream (dialled ones only)
        std::function<void(std::unique_ptr<Stream>)> on_stream; ///< the peer opened one (accepted ones only)
        std::function<void()> on_path_changed;
        std::function<void(const CloseInfo&)> on_closed; ///< once, last
    };

    struct Handle;
    Connection(std::unique_ptr<Handle> handle, std::shared_ptr<Dispatcher> dispatcher);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Sets who hears of this connection; do so before returning to the main loop.
    void listen(Events events);
    /// The peer's endpoint id, proven by the handshake.
    [[nodiscard]] std::string remote_id() const;
    [[nodiscard]] std::string alpn() const;
    [[nodiscard]] PathInfo path() const;
    [[nodiscard]] std::unique_ptr<Stream> open_stream();
    [[nodiscard]] std::unique_ptr<SentUnit> send(ByteView header, const SharedBytes& payload,
                                                 int priority) override;
    /// Tells the peer why and ends the connection; on_closed follows.
    void close(std::uint32_t code, const std::string& reason);

private:
    std::unique_ptr<Handle> handle_;
    std::shared_ptr<Dispatcher> dispatcher_;
};

} // namespace pixelpass::net
