// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "gst/gst_ref.h"
#include "gst/video_settings.h"

#include <chrono>
#include <cstdint>
#include <optional>

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

/// Where in a DMABuf a picture begins, and how far it may go.
struct DmaBuf {
    int descriptor = -1;
    std::size_t offset = 0;
    std::size_t size = 0; ///< of all of it
};

/// A picture as a source captured it, in memory that is read where it lies.
struct CapturedPicture {
    SharedBytes bytes; ///< the owner is let go, on any thread, once nobody reads them any more
    /// If set: the owner's, upright and of an even size, to be read instead of the bytes, which may be none.
    std::optional<DmaBuf> dmabuf = {};
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
    /// Elements of a pipeline that plays on the system's monotonic clock.
    struct Entries {
        Ref<GstElement> bytes;     ///< an appsrc
        Ref<GstElement> videoflip; ///< behind it
        Ref<GstElement> dmabufs;   ///< an appsrc; empty if nothing can import them
    };
    explicit PictureFeed(Entries entries);

    /// Whether pictures may come as DMABufs.
    [[nodiscard]] bool takes_dmabufs() const { return static_cast<bool>(entries_.dmabufs); }

    /// Never blocks and copies no pixel. False, and the picture is dropped, if its memory does not hold it
    /// whole or is of a kind that is not taken.
    bool push(CapturedPicture picture);

private:
    void follow_format(const CapturedPicture& picture);
    void set_turn(Turn turn);

    Entries entries_;
    Turn turn_ = Turn::none; ///< of the videoflip
    Ref<GstCaps> caps_;
    Size size_; ///< of caps_
    PixelFormat format_ = PixelFormat::bgrx;
    bool in_dmabuf_ = false;
    Ref<GstAllocator> dmabuf_allocator_; ///< if they are taken
};

} // namespace pixelpass
