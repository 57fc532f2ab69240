// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/stream.h"

#include "net/dispatcher.h"

namespace pixelpass::net {

Stream::Stream(std::unique_ptr<Handle> handle, std::shared_ptr<Dispatcher> dispatcher)
    : handle_(std::move(handle))
    , dispatcher_(std::move(dispatcher)) {}

Stream::~Stream() { dispatcher_->remove_stream(handle_->stream->id()); }

void Stream::listen(Events events) { dispatcher_->add_stream(handle_->stream->id(), std::move(events)); }

void Stream::set_priority(int priority) { handle_->stream->set_priority(priority); }

bool Stream::write(ByteView bytes) {
    return handle_->stream->write({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::uint64_t Stream::backlog() const { return handle_->stream->backlog(); }

void Stream::finish() { handle_->stream->finish(); }

} // namespace pixelpass::net
