// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/gst_ref.h"
#include "gst/video_settings.h"

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace pixelpass {

/// One plane of a picture in memory that may be painted on, one byte for each sample.
struct Plane {
    std::span<std::byte> samples;
    std::size_t stride = 0; ///< bytes from row to row
};

/// A raw I420 picture on its way to the encoder.
struct RawPicture {
    Size size;
    std::array<Plane, 3> planes; ///< Y, and U and V of half the size each way
};

/// Pushes pictures into an appsrc until it is destroyed. Main thread.
class SourceFeed {
public:
    virtual ~SourceFeed() = default;
};

/// Where pictures come from, as CapturePipeline needs to know it.
struct VideoSource {
    std::string name;        ///< as the user reads it: "the X display :0"
    std::string description; ///< gst-launch fragment that gives raw video, live
    Size size;               ///< of its pictures when it was opened; 0x0 if not known yet
    bool paced = false;      ///< makes as many pictures a second as the caps right behind it ask for
    /// If set, the fragment gives I420, and this is called for each picture on a streaming thread.
    std::function<void(RawPicture&)> paint;
    /// If set, the fragment begins with an appsrc named `feed`, which this feeds once the pipeline plays.
    /// `lost` is called at most once, on the main thread, when no picture comes any more; it may destroy the
    /// feed.
    std::function<Result<std::unique_ptr<SourceFeed>>(Ref<GstElement> appsrc,
                                                      std::function<void(Error)> lost)>
        feed;
};

} // namespace pixelpass
