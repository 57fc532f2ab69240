// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "net/connection.h"
#include "view/player_feed.h"
#include "wire/http.h"

namespace pixelpass {

/// Passes the MPEG-TS of a pixelpass/0 host on to one player, over a request of its own. Main thread.
class TunnelFeed final : public PlayerFeed {
public:
    /// Bytes that a stalled player may leave waiting here before it is cut off; it can connect again.
    static constexpr std::uint64_t high_water = 4U << 20;

    struct Events {
        std::function<void()> on_begun; ///< the host has sent the first bytes of its stream
        std::function<void()> on_ended;
    };

    TunnelFeed(SoupServerMessage* message, net::Connection& connection, Events events);

    void offer(const SharedUnit&, const MuxTracks&) override {}
    [[nodiscard]] bool ended() const override { return ended_; }

private:
    void read(ByteView data);
    void end();

    Events events_;
    HttpReply reply_;
    std::unique_ptr<net::Stream> stream_;
    wire::HttpResponseReader response_;
    bool begun_ = false;
    bool ended_ = false;
};

} // namespace pixelpass
