// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "gst/video_settings.h"
#include "media/access_unit.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass::test {

/// The brightness of a picture, one byte a pixel, 16 to 235.
struct Luma {
    Size size;
    std::vector<std::uint8_t> pixels;

    [[nodiscard]] std::uint8_t at(unsigned x, unsigned y) const {
        return pixels[static_cast<std::size_t>(y) * size.width + x];
    }
};

inline Luma luma_of(GstSample* sample) {
    GstVideoInfo info;
    GstVideoFrame frame;
    gst_video_info_from_caps(&info, gst_sample_get_caps(sample));
    gst_video_frame_map(&frame, &info, gst_sample_get_buffer(sample), GST_MAP_READ);
    Luma luma{.size = {static_cast<unsigned>(info.width), static_cast<unsigned>(info.height)}, .pixels = {}};
    const auto* row = static_cast<const std::uint8_t*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
    for (unsigned y = 0; y < luma.size.height; ++y, row += GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0))
        luma.pixels.insert(luma.pixels.end(), row, row + luma.size.width);
    gst_video_frame_unmap(&frame);
    return luma;
}

/// Decodes units that begin with a keyframe; the pictures in order.
inline std::vector<Luma> decode(const std::vector<SharedUnit>& units) {
    const auto codec = units.empty() ? Codec::h264 : units.front()->format->codec;
    const std::string decoder =
        codec == Codec::h264
            ? "video/x-h264,stream-format=byte-stream,alignment=au ! h264parse ! avdec_h264 max-threads=1"
        : codec == Codec::hevc
            ? "video/x-h265,stream-format=byte-stream,alignment=au ! h265parse ! avdec_h265 max-threads=1"
            : "video/x-av1,stream-format=obu-stream,alignment=tu ! av1parse ! av1dec";
    auto pipeline =
        Pipeline::parse("appsrc name=in format=time max-bytes=0 caps=" + decoder +
                            " ! videoconvert ! video/x-raw,format=I420 ! appsink name=out sync=false",
                        {});
    EXPECT_TRUE(pipeline.has_value());
    EXPECT_TRUE((*pipeline)->play().has_value());
    const auto in = (*pipeline)->element("in");
    for (const auto& unit : units) {
        const auto bytes = unit->payload.view;
        gst_app_src_push_buffer(GST_APP_SRC(in.get()), gst_buffer_new_memdup(bytes.data(), bytes.size()));
    }
    gst_app_src_end_of_stream(GST_APP_SRC(in.get()));
    const auto out = (*pipeline)->element("out");
    std::vector<Luma> pictures;
    while (const auto sample =
               Ref<GstSample>::adopt(gst_app_sink_try_pull_sample(GST_APP_SINK(out.get()), 10 * GST_SECOND)))
        pictures.push_back(luma_of(sample.get()));
    return pictures;
}

/// The last picture of units that hold a keyframe; nothing if there is none yet.
inline std::optional<Luma> newest_picture(const std::vector<SharedUnit>& units) {
    const auto key =
        std::find_if(units.rbegin(), units.rend(), [](const auto& unit) { return unit->keyframe; });
    if (key == units.rend())
        return std::nullopt;
    const auto pictures = decode({key.base() - 1, units.end()});
    return pictures.empty() ? std::nullopt : std::optional(pictures.back());
}

/// Peak signal to noise ratio in dB; 99 for equal pictures.
inline double psnr(const Luma& a, const Luma& b) {
    if (!(a.size == b.size))
        return 0;
    double sum = 0;
    for (std::size_t i = 0; i < a.pixels.size(); ++i)
        sum += std::pow(double{} + a.pixels[i] - b.pixels[i], 2);
    return sum == 0 ? 99 : 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.pixels.size()) / sum);
}

} // namespace pixelpass::test
