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

/// The other way: memory of the bytes, which it shares for as long as it lives. GStreamer does not write to
/// memory that is read-only.
[[nodiscard]] inline Ref<GstMemory> wrap_bytes(SharedBytes bytes) {
    const ByteView view = bytes.view;
    return Ref<GstMemory>::adopt(gst_memory_new_wrapped(
        GST_MEMORY_FLAG_READONLY, const_cast<std::byte*>(view.data()), view.size(), 0, view.size(),
        new SharedBytes(std::move(bytes)), [](gpointer owner) { delete static_cast<SharedBytes*>(owner); }));
}

/// A buffer of nothing but that memory.
[[nodiscard]] inline Ref<GstBuffer> wrap_in_buffer(SharedBytes bytes) {
    auto buffer = Ref<GstBuffer>::adopt(gst_buffer_new());
    gst_buffer_append_memory(buffer.get(), gst_memory_ref(wrap_bytes(std::move(bytes)).get()));
    return buffer;
}

} // namespace pixelpass
