// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_feed.h"

#include "gst/mapped_buffer.h"

#include <gst/allocators/gstdmabuf.h>
#include <gst/app/gstappsrc.h>
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

#include <algorithm>
#include <array>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::size_t pixel_bytes = 4;
/// No screen is larger, and what is larger no encoder takes.
constexpr unsigned largest_side = 16'384;

/// Drivers do not always list the formats without alpha for import, and heed none.
GstVideoFormat gst_format(PixelFormat format, bool in_dmabuf) {
    if (format == PixelFormat::bgrx)
        return in_dmabuf ? GST_VIDEO_FORMAT_BGRA : GST_VIDEO_FORMAT_BGRx;
    return in_dmabuf ? GST_VIDEO_FORMAT_RGBA : GST_VIDEO_FORMAT_RGBx;
}

bool is_whole(const CapturedPicture& picture) {
    const auto [width, height] = picture.size;
    const auto& dmabuf = picture.dmabuf;
    const std::size_t size =
        dmabuf ? dmabuf->size - std::min(dmabuf->offset, dmabuf->size) : picture.bytes.view.size();
    return width > 0 && height > 0 && std::max(width, height) <= largest_side &&
           picture.stride >= width * pixel_bytes &&
           size >= picture.stride * (height - 1) + width * pixel_bytes;
}

Ref<GstMemory> wrap_dmabuf(GstAllocator* allocator, const DmaBuf& dmabuf, SharedBytes owned) {
    auto memory = Ref<GstMemory>::adopt(gst_dmabuf_allocator_alloc_with_flags(
        allocator, dmabuf.descriptor, dmabuf.size, GST_FD_MEMORY_FLAG_DONT_CLOSE));
    gst_mini_object_set_qdata(
        GST_MINI_OBJECT_CAST(memory.get()), g_quark_from_static_string("pixelpass-owner"),
        new SharedBytes(std::move(owned)), [](gpointer owner) { delete static_cast<SharedBytes*>(owner); });
    return memory;
}

Ref<GstBuffer> with_layout(Ref<GstMemory> memory, const CapturedPicture& picture) {
    auto buffer = Ref<GstBuffer>::adopt(gst_buffer_new());
    gst_buffer_append_memory(buffer.get(), memory.release());
    std::array<gsize, GST_VIDEO_MAX_PLANES> offsets{picture.dmabuf ? picture.dmabuf->offset : 0};
    std::array<gint, GST_VIDEO_MAX_PLANES> strides{static_cast<gint>(picture.stride)};
    gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE,
                                   gst_format(picture.format, picture.dmabuf.has_value()), picture.size.width,
                                   picture.size.height, 1, offsets.data(), strides.data());
    return buffer;
}

} // namespace

PictureFeed::PictureFeed(Entries entries)
    : entries_(std::move(entries)) {
    if (takes_dmabufs())
        dmabuf_allocator_ = Ref<GstAllocator>::sink(gst_dmabuf_allocator_new());
    set_turn(Turn::none);
}

void PictureFeed::set_turn(Turn turn) {
    turn_ = turn;
    g_object_set(entries_.videoflip.get(), "video-direction", static_cast<int>(turn), nullptr);
    // By itself it copies what needs no turning.
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(entries_.videoflip.get()), turn == Turn::none);
}

Size shown_size(const CapturedPicture& picture) {
    const auto [width, height] = picture.size;
    const bool upright = picture.turn == Turn::none || picture.turn == Turn::over ||
                         picture.turn == Turn::mirror || picture.turn == Turn::mirror_over;
    return upright ? picture.size : Size{height, width};
}

bool PictureFeed::push(CapturedPicture picture) {
    if (!is_whole(picture) || (picture.dmabuf && !takes_dmabufs()))
        return false;
    follow_format(picture);
    if (picture.turn != turn_)
        set_turn(picture.turn);
    auto* const entry = (picture.dmabuf ? entries_.dmabufs : entries_.bytes).get();
    const auto base_time = static_cast<std::int64_t>(gst_element_get_base_time(entry));
    const auto running = std::max<std::int64_t>(picture.captured_at.count() - base_time, 0);
    auto owner = std::move(picture.bytes);
    auto memory = picture.dmabuf ? wrap_dmabuf(dmabuf_allocator_.get(), *picture.dmabuf, std::move(owner))
                                 : wrap_bytes(std::move(owner));
    const auto buffer = with_layout(std::move(memory), picture);
    GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(running);
    const auto sample = Ref<GstSample>::adopt(gst_sample_new(buffer.get(), caps_.get(), nullptr, nullptr));
    gst_app_src_push_sample(GST_APP_SRC(entry), sample.get());
    return true;
}

void PictureFeed::follow_format(const CapturedPicture& picture) {
    const bool in_dmabuf = picture.dmabuf.has_value();
    if (caps_ && size_ == picture.size && format_ == picture.format && in_dmabuf_ == in_dmabuf)
        return;
    size_ = picture.size;
    format_ = picture.format;
    in_dmabuf_ = in_dmabuf;
    GstVideoInfo info;
    gst_video_info_set_format(&info, gst_format(format_, in_dmabuf), size_.width, size_.height);
    caps_ = Ref<GstCaps>::adopt(gst_video_info_to_caps(&info));
    if (in_dmabuf)
        gst_caps_set_features_simple(caps_.get(),
                                     gst_caps_features_new(GST_CAPS_FEATURE_MEMORY_DMABUF, nullptr));
}

} // namespace pixelpass
