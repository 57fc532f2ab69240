// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "media/access_unit.h"

#include <utility>

namespace pixelpass {

/// A GstBuffer held and mapped for reading, for as long as it lives.
class MappedBuffer {
public:
    explicit MappedBuffer(Ref<GstBuffer> buffer)
        : buffer_(std::move(buffer))
        , mapped_(buffer_ && gst_buffer_map(buffer_.get(), &map_, GST_MAP_READ)) {}
    ~MappedBuffer() {
        if (mapped_)
            gst_buffer_unmap(buffer_.get(), &map_);
    }
    MappedBuffer(const MappedBuffer&) = delete;
    MappedBuffer& operator=(const MappedBuffer&) = delete;

    /// Empty if the buffer could not be mapped.
    [[nodiscard]] ByteView bytes() const {
        return mapped_ ? std::as_bytes(std::span(map_.data, map_.size)) : ByteView();
    }

private:
    Ref<GstBuffer> buffer_;
    GstMapInfo map_{};
    bool mapped_;
};

/// The bytes of a buffer, which is held and mapped for as long as they are shared.
[[nodiscard]] inline SharedBytes share_bytes(GstBuffer* buffer) {
    auto owner = std::make_shared<const MappedBuffer>(Ref<GstBuffer>::share(buffer));
    const ByteView view = owner->bytes();
    return {std::move(owner), view};
}

/// The other way: a buffer of the bytes, which it shares for as long as it lives.
[[nodiscard]] inline Ref<GstBuffer> wrap_bytes(const SharedBytes& bytes) {
    // GStreamer's type has no const; the flag says that nobody writes.
    auto* data = const_cast<std::byte*>(bytes.view.data());
    return Ref<GstBuffer>::adopt(gst_buffer_new_wrapped_full(
        GST_MEMORY_FLAG_READONLY, data, bytes.view.size(), 0, bytes.view.size(), new SharedBytes(bytes),
        [](gpointer owner) { delete static_cast<SharedBytes*>(owner); }));
}

} // namespace pixelpass
