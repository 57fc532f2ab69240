// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "gst/rate_cap.h"
#include "gst/video_source.h"

#include <gst/video/video.h>

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

namespace pixelpass {

/// Sits right behind the source: caps its rate, counts and paints its pictures, and whenever their size
/// changes says what is cropped and scaled behind it. Its pad owns it; streaming thread, but for captured().
class CaptureTap {
public:
    struct Shape {
        Ref<GstElement> crop;       ///< a videocrop
        Ref<GstElement> capsfilter; ///< behind the scaler
        std::string raw_format;     ///< of the encoder
        std::optional<Size> limit;  ///< the picture fits within it
        unsigned frame_rate;        ///< at most so many pictures a second
    };

    /// Attaches a tap to `pad`, which must be held for as long as the tap is used.
    static CaptureTap* attach(GstPad* pad, Shape shape, std::function<void(RawPicture&)> paint);

    /// How many pictures came so far. Any thread.
    [[nodiscard]] std::uint64_t captured() const { return captured_; }

private:
    CaptureTap(Shape shape, std::function<void(RawPicture&)> paint);

    static GstPadProbeReturn probe(GstPad* pad, GstPadProbeInfo* info, gpointer self);
    GstPadProbeReturn take(GstPadProbeInfo* info);
    void follow_caps(GstPadProbeInfo* info, GstCaps* caps);
    void reshape();
    void paint(GstPadProbeInfo* info);

    const Shape shape_;
    const std::function<void(RawPicture&)> paint_;
    GstVideoInfo info_{};
    RateCap rate_;
    std::atomic<std::uint64_t> captured_ = 0;
};

} // namespace pixelpass
