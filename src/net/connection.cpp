// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/connection.h"

#include "net/dispatcher.h"

namespace pixelpass::net {
namespace {

class BridgeSentUnit final : public SentUnit {
public:
    explicit BridgeSentUnit(rust::Box<bridge::Outgoing> outgoing)
        : outgoing_(std::move(outgoing)) {}

    [[nodiscard]] bool settled() const override { return outgoing_->settled(); }
    void reset() override { outgoing_->reset(); }

private:
    rust::Box<bridge::Outgoing> outgoing_;
};

} // namespace

Connection::Connection(std::unique_ptr<Handle> handle, std::shared_ptr<Dispatcher> dispatcher)
    : handle_(std::move(handle))
    , dispatcher_(std::move(dispatcher)) {}

Connection::~Connection() { dispatcher_->remove(handle_->connection->id()); }

void Connection::listen(Events events) { dispatcher_->add(handle_->connection->id(), std::move(events)); }

std::string Connection::remote_id() const { return std::string(handle_->connection->remote_id()); }

std::string Connection::alpn() const { return std::string(handle_->connection->alpn()); }

PathInfo Connection::path() const {
    const auto path = handle_->connection->path();
    return {.known = path.known,
            .relayed = path.relayed,
            .remote = std::string(path.remote),
            .rtt = std::chrono::microseconds(path.rtt_us),
            .cwnd_bytes = path.cwnd_bytes,
            .sent_bytes = path.sent_bytes,
            .received_bytes = path.received_bytes,
            .sent_packets = path.sent_packets,
            .lost_packets = path.lost_packets};
}

std::unique_ptr<Stream> Connection::open_stream() {
    auto handle = std::make_unique<Stream::Handle>(Stream::Handle{handle_->connection->open_stream()});
    return std::make_unique<Stream>(std::move(handle), dispatcher_);
}

std::unique_ptr<SentUnit> Connection::send(ByteView header, const SharedBytes& payload, int priority) {
    return std::make_unique<BridgeSentUnit>(
        handle_->connection->send({reinterpret_cast<const std::uint8_t*>(header.data()), header.size()},
                                  std::make_shared<bridge::Payload>(payload.owner, payload.view), priority));
}

void Connection::close(std::uint32_t code, const std::string& reason) {
    handle_->connection->close(code, reason);
}

} // namespace pixelpass::net
