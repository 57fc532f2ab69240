// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "gst/gst_ref.h"
#include "gst/video_settings.h"

#include <chrono>
#include <cstdint>

namespace pixelpass {

/// How a captured pixel of 4 bytes lies in memory; x is not used, and so is alpha.
enum class PixelFormat : std::uint8_t { bgrx, rgbx };

/// How a captured picture has to be turned to stand upright, in the order of GstVideoOrientationMethod.
enum class Turn : std::uint8_t {
    none,
    right, ///< by 90°, clockwise
    over,  ///< by 180°
    left,
    mirror,         ///< left and right change places
    mirror_over,    ///< top and bottom
    transpose,      ///< top right and bottom left
    transpose_other ///< top left and bottom right
};

/// A picture as a source captured it, in memory that is read where it lies.
struct CapturedPicture {
    SharedBytes bytes; ///< the owner is let go, on any thread, once nobody reads them any more
    Size size;
    std::size_t stride = 0; ///< bytes from row to row
    PixelFormat format = PixelFormat::bgrx;
    Turn turn = Turn::none;
    std::chrono::nanoseconds captured_at{}; ///< on CLOCK_MONOTONIC
};

/// The size of a picture once it stands upright.
[[nodiscard]] Size shown_size(const CapturedPicture& picture);

/// The way of captured pictures into a pipeline; of those that wait, the newest wins. Any thread, one at a
/// time.
class PictureFeed {
public:
    /// `appsrc` is of a pipeline that plays on the system's monotonic clock, and has a videoflip behind it.
    PictureFeed(Ref<GstElement> appsrc, Ref<GstElement> videoflip);

    /// Never blocks and copies no pixel. False, and the picture is dropped, if its bytes do not hold it
    /// whole.
    bool push(CapturedPicture picture);

private:
    void follow_format(const CapturedPicture& picture);
    void set_turn(Turn turn);

    Ref<GstElement> appsrc_;
    Ref<GstElement> videoflip_;
    Turn turn_ = Turn::none; ///< of videoflip_
    Ref<GstCaps> caps_;
    Size size_; ///< of caps_
    PixelFormat format_ = PixelFormat::bgrx;
};

} // namespace pixelpass
