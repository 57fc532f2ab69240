// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/decoded_picture.h"

#include <gst/video/video.h>

namespace pixelpass {

TrialPicture trial_picture_of(GstSample* sample) {
    GstVideoInfo info;
    GstVideoFrame frame;
    TrialPicture picture;
    if (!gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) ||
        Size{static_cast<unsigned>(info.width), static_cast<unsigned>(info.height)} != trial_picture_size ||
        !gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ))
        return picture;
    for (guint plane = 0; plane < 3; ++plane) {
        const auto* row = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, plane));
        for (int y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(&frame, plane); ++y) {
            picture.insert(picture.end(), row, row + GST_VIDEO_FRAME_COMP_WIDTH(&frame, plane));
            row += GST_VIDEO_FRAME_PLANE_STRIDE(&frame, plane);
        }
    }
    gst_video_frame_unmap(&frame);
    return picture;
}

} // namespace pixelpass
