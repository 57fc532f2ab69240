// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "capture/compositor_watch.h"
#include "gst/rate_cap.h"
#include "gst/video_source.h"

#include <optional>

namespace pixelpass {

class PortalCapturer;

/// Passes the pictures of a PortalCapturer on, no more of them a second than it may: of those that come too
/// early the last is held till it is due. While none comes, it asks the compositor for a sign of life, which
/// tells a still screen from a silent one. Main thread.
class PortalCapture final : public Capture {
public:
    PortalCapture(PortalCapturer& capturer, PictureFeed feed, unsigned frame_rate, CaptureEvents events);
    ~PortalCapture() override;

    /// The newest picture from before: what is there now, if the compositor lives.
    void begin_with(CapturedPicture picture);
    void take(CapturedPicture picture);
    void lose(SourceLoss loss);

private:
    void pass_on(CapturedPicture picture);
    void look_for_life();
    void find_alive();

    PortalCapturer& capturer_;
    PictureFeed feed_;
    RateCap rate_;
    CaptureEvents events_;
    Size told_;
    bool still_ = true; ///< no picture came since look_for_life()
    std::unique_ptr<CompositorWatch> compositor_;
    Source watchdog_;
    std::optional<CapturedPicture> earlier_; ///< begin_with()'s
    std::optional<CapturedPicture> held_;    ///< till it is due
    Source due_;
};

} // namespace pixelpass
