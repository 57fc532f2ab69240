// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/picture_feed.h"
#include "gst/video_settings.h"
#include "media/access_unit.h"

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
    Microseconds captured_at{};  ///< its PTS, on CLOCK_MONOTONIC
};

/// Why a source gives no picture any more.
struct SourceLoss {
    Error error;
    bool final = false; ///< it does not come back, as a window that was closed

    /// The hint of an error that is not final.
    static constexpr const char* waiting = "the share goes on once it is back";
};

/// What a source tells while it is captured, on the main thread.
struct CaptureEvents {
    /// With the first picture, and whenever its size is another; px. Must not destroy the capture.
    std::function<void(Size)> on_size;
    /// At most once: no picture comes any more. May destroy the capture.
    std::function<void(SourceLoss)> on_lost;
};

/// Pushes pictures into a feed until it is destroyed. Main thread.
class Capture {
public:
    Capture() = default;
    virtual ~Capture() = default;
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
};

/// A source that is captured by code of ours instead of GStreamer's. Main thread.
class Capturer {
public:
    Capturer() = default;
    virtual ~Capturer() = default;
    Capturer(const Capturer&) = delete;
    Capturer& operator=(const Capturer&) = delete;

    /// Begins to capture at most `frame_rate` pictures a second; never blocks. One capture at a time; may be
    /// called again after a loss, to see whether the source is back.
    [[nodiscard]] virtual std::unique_ptr<Capture> start(PictureFeed feed, unsigned frame_rate,
                                                         CaptureEvents events) = 0;
};

/// Where pictures come from, as CapturePipeline needs to know it: from a capturer, or from GStreamer.
struct VideoSource {
    std::string name; ///< as the user reads it: "the X display :0"
    Size size;        ///< of its pictures when it was opened; 0x0 if not known yet
    std::unique_ptr<Capturer> capturer;
    /// Without a capturer: a gst-launch fragment that gives live raw video at any rate that caps right behind
    /// it ask for.
    std::string description;
    /// If set, the fragment gives I420, and this is called for each picture on a streaming thread.
    std::function<void(RawPicture&)> paint;
};

} // namespace pixelpass
