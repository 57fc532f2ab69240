// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/dispatcher.h"

#include <utility>

namespace pixelpass::net {
namespace {

using bridge::EventKind;

/// Events handled before the rest of the main loop gets its turn.
constexpr int batch = 64;

std::shared_ptr<bridge::Waker> make_waker(const Wakeup& wakeup) {
    return std::make_shared<bridge::Waker>([&wakeup] { wakeup.trigger(); });
}

Error dial_error(const bridge::Status& status) {
    if (status.code == bridge::Code::NoCommonAlpn)
        return {Code::unreachable, "the other side does not speak pixelpass",
                "check that the ticket came from a pixelpass host"};
    return {Code::unreachable, "the host cannot be reached: " + std::string(status.message),
            "ask whether it is still sharing, and for a new ticket"};
}

} // namespace

Dispatcher::Dispatcher(Endpoint::Events events)
    : events_(std::move(events))
    , wakeup_([this] { drain(); })
    , endpoint_(bridge::new_endpoint(make_waker(wakeup_)))
    , event_(bridge::new_event()) {}

void Dispatcher::expect(std::uint64_t dial, Endpoint::Dialled dialled) {
    dials_.emplace(dial, std::move(dialled));
}

void Dispatcher::add(std::uint64_t connection, Connection::Events events) {
    connections_[connection] = std::make_shared<const Connection::Events>(std::move(events));
}

void Dispatcher::add_stream(std::uint64_t stream, Stream::Events events) {
    streams_[stream] = std::make_shared<const Stream::Events>(std::move(events));
}

void Dispatcher::silence() {
    events_ = {};
    dials_.clear();
}

void Dispatcher::drain() {
    const auto alive = shared_from_this(); // a handler may drop the last other owner
    for (int i = 0; i < batch; ++i) {
        if (!endpoint_->next_event(*event_))
            return;
        dispatch();
    }
    wakeup_.trigger();
}

void Dispatcher::dispatch() {
    switch (const EventKind kind = event_->kind()) {
    case EventKind::Ready:
        if (events_.on_ready)
            events_.on_ready();
        break;
    case EventKind::Connected:
        dispatch_dial(true);
        break;
    case EventKind::ConnectFailed:
        dispatch_dial(false);
        break;
    case EventKind::Incoming:
        if (events_.on_incoming) {
            auto handle = std::make_unique<Connection::Handle>(Connection::Handle{event_->take_connection()});
            events_.on_incoming(std::make_unique<Connection>(std::move(handle), shared_from_this()));
        }
        break;
    case EventKind::StreamData:
    case EventKind::StreamEnded:
        dispatch_to_stream(kind);
        break;
    default:
        dispatch_to_connection(kind);
        break;
    }
}

void Dispatcher::dispatch_dial(bool connected) {
    auto found = dials_.extract(event_->id());
    if (!found)
        return;
    if (!connected) {
        found.mapped()(tl::unexpected(dial_error(event_->status())));
        return;
    }
    auto handle = std::make_unique<Connection::Handle>(Connection::Handle{event_->take_connection()});
    found.mapped()(std::make_unique<Connection>(std::move(handle), shared_from_this()));
}

void Dispatcher::dispatch_to_connection(EventKind kind) {
    const auto found = connections_.find(event_->id());
    if (found == connections_.end())
        return;
    const auto events = found->second;
    if (kind == EventKind::Message && events->on_message) {
        events->on_message(take_message());
    } else if (kind == EventKind::StreamOpened && events->on_stream) {
        auto handle = std::make_unique<Stream::Handle>(Stream::Handle{event_->take_stream()});
        events->on_stream(std::make_unique<Stream>(std::move(handle), shared_from_this()));
    } else if (kind == EventKind::PathChanged && events->on_path_changed) {
        events->on_path_changed();
    } else if (kind == EventKind::Closed && events->on_closed) {
        events->on_closed(
            {event_->closed_by_peer(), event_->close_code(), std::string(event_->status().message)});
    }
}

void Dispatcher::dispatch_to_stream(EventKind kind) {
    const auto found = streams_.find(event_->stream_id());
    if (found == streams_.end())
        return;
    const auto events = found->second;
    const auto data = event_->data();
    if (kind == EventKind::StreamData && events->on_data)
        events->on_data(std::as_bytes(std::span(data.data(), data.size())));
    else if (kind == EventKind::StreamEnded && events->on_ended)
        events->on_ended();
}

SharedBytes Dispatcher::take_message() {
    // The event owns the bytes that the bridge received: it is kept instead of copying them.
    auto owner = std::make_shared<rust::Box<bridge::Event>>(std::exchange(event_, bridge::new_event()));
    const auto data = (*owner)->data();
    return {std::move(owner), std::as_bytes(std::span(data.data(), data.size()))};
}

} // namespace pixelpass::net
