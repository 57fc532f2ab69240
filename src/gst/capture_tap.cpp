// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/capture_tap.h"

#include "base/log.h"

#include <utility>

namespace pixelpass {
namespace {

Plane plane_of(GstVideoFrame& frame, guint index) {
    const auto stride = static_cast<std::size_t>(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, index));
    const auto rows = static_cast<std::size_t>(GST_VIDEO_FRAME_COMP_HEIGHT(&frame, index));
    auto* data = static_cast<std::byte*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, index));
    return {.samples = {data, stride * rows}, .stride = stride};
}

/// Sources that are painted on count their time from when the pipeline began.
Microseconds capture_time(GstPad* pad, GstBuffer* buffer) {
    const auto base_time = gst_element_get_base_time(GST_PAD_PARENT(pad));
    return std::chrono::duration_cast<Microseconds>(
        std::chrono::nanoseconds(GST_BUFFER_PTS(buffer) + base_time));
}

} // namespace

void CaptureTap::attach(Shape shape, std::function<void(RawPicture&)> paint) {
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(shape.entry.get(), "sink"));
    auto* tap = new CaptureTap(std::move(shape), std::move(paint));
    const auto kinds =
        static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM);
    gst_pad_add_probe(pad.get(), kinds, probe, tap,
                      [](gpointer self) { delete static_cast<CaptureTap*>(self); });
}

CaptureTap::CaptureTap(Shape shape, std::function<void(RawPicture&)> paint)
    : shape_(std::move(shape))
    , paint_(std::move(paint)) {}

GstPadProbeReturn CaptureTap::probe(GstPad* pad, GstPadProbeInfo* info, gpointer self) {
    auto& tap = *static_cast<CaptureTap*>(self);
    if (GST_PAD_PROBE_INFO_TYPE(info) & GST_PAD_PROBE_TYPE_BUFFER) {
        if (tap.paint_)
            tap.paint(pad, info);
    } else if (GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info); GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
        GstCaps* caps = nullptr;
        gst_event_parse_caps(event, &caps);
        tap.follow_caps(info, caps);
    }
    return GST_PAD_PROBE_OK;
}

void CaptureTap::follow_caps(GstPadProbeInfo* info, GstCaps* caps) {
    if (!gst_video_info_from_caps(&info_, caps))
        return;
    reshape();
    // The encoder shares its bitrate out by the rate that it is told, and begins anew when that changes: so
    // it is the same for all sources, and for those that tell none.
    const auto capped = Ref<GstCaps>::adopt(gst_caps_copy(caps));
    gst_caps_set_simple(capped.get(), "framerate", GST_TYPE_FRACTION, static_cast<int>(shape_.frame_rate), 1,
                        nullptr);
    gst_event_unref(GST_PAD_PROBE_INFO_EVENT(info));
    GST_PAD_PROBE_INFO_DATA(info) = gst_event_new_caps(capped.get());
}

void CaptureTap::reshape() {
    const Size source{static_cast<unsigned>(info_.width), static_cast<unsigned>(info_.height)};
    const Size target = encoded_size(source, shape_.limit);
    spdlog::info("pictures of {}x{} are encoded as {}x{}", source.width, source.height, target.width,
                 target.height);
    // Padded, not cut: the last row of a screen may be what matters. A negative border is one that is added.
    if (shape_.memory.empty())
        g_object_set(shape_.entry.get(), "right", -(info_.width % 2), "bottom", -(info_.height % 2), nullptr);
    const auto wanted = Ref<GstCaps>::adopt(gst_caps_new_simple(
        "video/x-raw", "format", G_TYPE_STRING, shape_.raw_format.c_str(), "width", G_TYPE_INT, target.width,
        "height", G_TYPE_INT, target.height, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, "colorimetry",
        G_TYPE_STRING, "bt709", nullptr));
    if (!shape_.memory.empty())
        gst_caps_set_features_simple(wanted.get(), gst_caps_features_new(shape_.memory.c_str(), nullptr));
    g_object_set(shape_.capsfilter.get(), "caps", wanted.get(), nullptr);
}

void CaptureTap::paint(GstPad* pad, GstPadProbeInfo* info) {
    GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    GstVideoFrame frame;
    if (GST_VIDEO_INFO_FORMAT(&info_) != GST_VIDEO_FORMAT_I420 ||
        !gst_video_frame_map(&frame, &info_, buffer, GST_MAP_READWRITE))
        return;
    RawPicture picture{
        .size = {static_cast<unsigned>(info_.width), static_cast<unsigned>(info_.height)},
        .planes = {plane_of(frame, 0), plane_of(frame, 1), plane_of(frame, 2)},
        .captured_at = capture_time(pad, buffer),
    };
    paint_(picture);
    gst_video_frame_unmap(&frame);
}

} // namespace pixelpass
