// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "gst/video_source.h"

#include <gst/video/video.h>

#include <optional>
#include <string>

namespace pixelpass {

/// Sits right behind the source: paints its pictures, and whenever their size changes says how they are
/// padded and scaled. The sink pad of what pads them owns it. Streaming thread.
class CaptureTap {
public:
    struct Shape {
        Ref<GstElement> pad;        ///< a videobox
        Ref<GstElement> capsfilter; ///< behind the scaler
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
    void paint(GstPadProbeInfo* info);

    const Shape shape_;
    const std::function<void(RawPicture&)> paint_;
    GstVideoInfo info_{};
};

} // namespace pixelpass
