// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sample_picture.h"

#include <gst/video/video.h>

namespace pixelpass {
namespace {

class MappedFrame {
public:
    MappedFrame(const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags flags)
        : mapped_(gst_video_frame_map(&frame_, &info, buffer, flags)) {}
    ~MappedFrame() {
        if (mapped_)
            gst_video_frame_unmap(&frame_);
    }
    MappedFrame(const MappedFrame&) = delete;
    MappedFrame& operator=(const MappedFrame&) = delete;

    /// Null if it can't be mapped.
    [[nodiscard]] GstVideoFrame* get() { return mapped_ ? &frame_ : nullptr; }

private:
    GstVideoFrame frame_{};
    bool mapped_;
};

Ref<GstBuffer> to_i420(const GstVideoInfo& info, const GstVideoInfo& wanted, GstBuffer* buffer) {
    auto converted = Ref<GstBuffer>::adopt(gst_buffer_new_allocate(nullptr, wanted.size, nullptr));
    GstVideoConverter* converter = gst_video_converter_new(&info, &wanted, nullptr);
    MappedFrame from(info, buffer, GST_MAP_READ);
    MappedFrame to(wanted, converted.get(), GST_MAP_WRITE);
    const bool can = converter && from.get() && to.get();
    if (can)
        gst_video_converter_frame(converter, from.get(), to.get());
    if (converter)
        gst_video_converter_free(converter);
    return can ? std::move(converted) : Ref<GstBuffer>();
}

} // namespace

SamplePicture read_picture(GstSample* sample) {
    GstVideoInfo info;
    GstVideoInfo wanted;
    if (!gst_video_info_from_caps(&info, gst_sample_get_caps(sample)))
        return {};
    gst_video_info_set_format(&wanted, GST_VIDEO_FORMAT_I420, static_cast<guint>(info.width),
                              static_cast<guint>(info.height));
    wanted.colorimetry = info.colorimetry;
    wanted.fps_n = info.fps_n; // a converter changes no rates
    wanted.fps_d = info.fps_d;
    const auto converted = to_i420(info, wanted, gst_sample_get_buffer(sample));
    if (!converted)
        return {};
    MappedFrame mapped(wanted, converted.get(), GST_MAP_READ);
    GstVideoFrame* frame = mapped.get();
    if (!frame)
        return {};
    SamplePicture picture{.size = {static_cast<unsigned>(info.width), static_cast<unsigned>(info.height)},
                          .pixels = {}};
    for (guint plane = 0; plane < 3; ++plane) {
        const auto* row = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(frame, plane));
        for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(frame, plane); ++y) {
            picture.pixels.insert(picture.pixels.end(), row, row + GST_VIDEO_FRAME_COMP_WIDTH(frame, plane));
            row += GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane);
        }
    }
    return picture;
}

} // namespace pixelpass
