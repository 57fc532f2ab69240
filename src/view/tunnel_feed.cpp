// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/tunnel_feed.h"

#include "base/log.h"

#include <utility>

namespace pixelpass {

TunnelFeed::TunnelFeed(SoupServerMessage* message, net::Connection& connection, Events events)
    : events_(std::move(events))
    , reply_(message, [this] { end(); })
    , stream_(connection.open_stream()) {
    stream_->listen({.on_data = [this](ByteView data) { read(data); }, .on_ended = [this] { end(); }});
    stream_->write(bytes_of(wire::http_stream_request));
}

void TunnelFeed::read(ByteView data) {
    if (ended_)
        return;
    auto read = response_.feed(data, [this](ByteView body) {
        if (!std::exchange(begun_, true))
            events_.on_begun();
        reply_.write(body);
    });
    if (!read) {
        spdlog::error("{}", read.error().message);
        return end();
    }
    if (reply_.backlog() > high_water) {
        spdlog::info("a player has stalled: its stream is cut off");
        end();
    }
}

void TunnelFeed::end() {
    if (!std::exchange(ended_, true))
        events_.on_ended();
}

} // namespace pixelpass
