// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/state_file.h"
#include "capture/portal_session.h"
#include "capture/portal_stream.h"
#include "gst/video_source.h"

#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

class PortalCapture;

/// Holds the portal's session, and has the compositor send pictures, for as long as the share lasts. While
/// nobody wants them the newest is kept: a compositor sends none of a screen that stands still, and none
/// again of what changed while it was told to wait. Main thread.
class PortalCapturer final : public Capturer {
public:
    /// Asks the compositor for no more than `frame_rate` pictures a second.
    PortalCapturer(bool cursor, unsigned frame_rate, StateFile token)
        : cursor_(cursor)
        , frame_rate_(frame_rate)
        , token_(std::move(token)) {}
    ~PortalCapturer() override;

    /// How open() ends, by one call of one of them.
    struct Answer {
        std::function<void()> on_opened;
        std::function<void(Error)> on_refused;
    };
    /// Asks the person, before anything is captured.
    void open(Answer answer);
    /// Of what was chosen, px; 0x0 if not known.
    [[nodiscard]] Size size() const { return session_->size(); }

    std::unique_ptr<Capture> start(PictureFeed feed, unsigned frame_rate, CaptureEvents events) override;

private:
    friend class PortalCapture;

    void connect();
    void session_started();
    void stream_ended();
    void end_session(const Error& error);
    void session_ended(const Error& error);
    void take(CapturedPicture picture);
    void lose(SourceLoss loss);
    void stop();

    const bool cursor_;
    const unsigned frame_rate_;
    const StateFile token_;
    bool ask_again_ = false; ///< the desktop ended the sharing: only the person may begin it again
    bool dmabufs_ = false;   ///< the feed takes them
    Answer answer_;
    std::optional<CapturedPicture> newest_;
    PortalCapture* capture_ = nullptr; ///< while pictures are wanted
    std::unique_ptr<PortalSession> session_;
    std::unique_ptr<PortalStream> stream_; ///< ends before its session
    Source ended_;
};

} // namespace pixelpass
