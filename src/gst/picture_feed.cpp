// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_feed.h"

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

GstVideoFormat gst_format(PixelFormat format) {
    return format == PixelFormat::bgrx ? GST_VIDEO_FORMAT_BGRx : GST_VIDEO_FORMAT_RGBx;
}

bool is_whole(const CapturedPicture& picture) {
    const auto [width, height] = picture.size;
    return width > 0 && height > 0 && std::max(width, height) <= largest_side &&
           picture.stride >= width * pixel_bytes &&
           picture.bytes.view.size() >= picture.stride * (height - 1) + width * pixel_bytes;
}

Ref<GstBuffer> wrap(CapturedPicture picture) {
    const ByteView view = picture.bytes.view;
    const auto [width, height] = picture.size;
    std::array<gsize, GST_VIDEO_MAX_PLANES> offsets{};
    std::array<gint, GST_VIDEO_MAX_PLANES> strides{};
    strides[0] = static_cast<gint>(picture.stride);
    const auto format = gst_format(picture.format);
    auto* owner = new SharedBytes(std::move(picture.bytes));
    // GStreamer does not write to memory that is read-only.
    auto buffer = Ref<GstBuffer>::adopt(gst_buffer_new_wrapped_full(
        GST_MEMORY_FLAG_READONLY, const_cast<std::byte*>(view.data()), view.size(), 0, view.size(), owner,
        [](gpointer data) { delete static_cast<SharedBytes*>(data); }));
    gst_buffer_add_video_meta_full(buffer.get(), GST_VIDEO_FRAME_FLAG_NONE, format, width, height, 1,
                                   offsets.data(), strides.data());
    return buffer;
}

} // namespace

PictureFeed::PictureFeed(Ref<GstElement> appsrc, Ref<GstElement> videoflip)
    : appsrc_(std::move(appsrc))
    , videoflip_(std::move(videoflip)) {
    set_turn(Turn::none);
}

void PictureFeed::set_turn(Turn turn) {
    turn_ = turn;
    g_object_set(videoflip_.get(), "video-direction", static_cast<int>(turn), nullptr);
    // By itself it copies what needs no turning.
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(videoflip_.get()), turn == Turn::none);
}

Size shown_size(const CapturedPicture& picture) {
    const auto [width, height] = picture.size;
    const bool upright = picture.turn == Turn::none || picture.turn == Turn::over ||
                         picture.turn == Turn::mirror || picture.turn == Turn::mirror_over;
    return upright ? picture.size : Size{height, width};
}

bool PictureFeed::push(CapturedPicture picture) {
    if (!is_whole(picture))
        return false;
    follow_format(picture);
    if (picture.turn != turn_)
        set_turn(picture.turn);
    const auto base_time = static_cast<std::int64_t>(gst_element_get_base_time(appsrc_.get()));
    const auto running = std::max<std::int64_t>(picture.captured_at.count() - base_time, 0);
    const auto buffer = wrap(std::move(picture));
    GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(running);
    const auto sample = Ref<GstSample>::adopt(gst_sample_new(buffer.get(), caps_.get(), nullptr, nullptr));
    gst_app_src_push_sample(GST_APP_SRC(appsrc_.get()), sample.get());
    return true;
}

void PictureFeed::follow_format(const CapturedPicture& picture) {
    if (caps_ && size_ == picture.size && format_ == picture.format)
        return;
    size_ = picture.size;
    format_ = picture.format;
    GstVideoInfo info;
    gst_video_info_set_format(&info, gst_format(format_), size_.width, size_.height);
    caps_ = Ref<GstCaps>::adopt(gst_video_info_to_caps(&info));
}

} // namespace pixelpass
