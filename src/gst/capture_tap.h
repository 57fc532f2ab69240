// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "gst/video_source.h"

#include <gst/video/video.h>

#include <optional>
#include <string>

namespace pixelpass {

/// Sits right behind the source: paints its pictures, and whenever their size changes says how they are
/// padded and scaled. The entry's sink pad owns it. Streaming thread.
class CaptureTap {
public:
    struct Shape {
        Ref<GstElement> entry;      ///< a videobox, or what imports pictures that need none
        Ref<GstElement> capsfilter; ///< behind the scaler
        std::string memory = {};    ///< the encoder's own, as a caps feature; empty: any
        std::string raw_format;     ///< of the encoder
        std::optional<Size> limit;  ///< the picture fits within it
        unsigned frame_rate;        ///< what the encoder is told
    };

    static void attach(Shape shape, std::function<void(RawPicture&)> paint);

private:
    CaptureTap(Shape shape, std::function<void(RawPicture&)> paint);

    static GstPadProbeReturn probe(GstPad* pad, GstPadProbeInfo* info, gpointer self);
    void follow_caps(GstPadProbeInfo* info, GstCaps* caps);
    void reshape();
    void paint(GstPad* pad, GstPadProbeInfo* info);

    const Shape shape_;
    const std::function<void(RawPicture&)> paint_;
    GstVideoInfo info_{};
};

} // namespace pixelpass
