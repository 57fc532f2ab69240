// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_capturer.h"

#include "base/log.h"
#include "capture/portal_capture.h"

#include <utility>

namespace pixelpass {

PortalCapturer::~PortalCapturer() = default;

void PortalCapturer::open(Answer answer) {
    answer_ = std::move(answer);
    connect();
}

void PortalCapturer::connect() {
    ended_.reset();
    session_.reset();
    session_ = std::make_unique<PortalSession>(
        cursor_, ask_again_ ? std::string() : token_.read().value_or(std::string()),
        PortalSession::Events{.on_started = [this] { session_started(); },
                              .on_ended = [this](const Error& error) { end_session(error); }});
}

void PortalCapturer::session_started() {
    ask_again_ = false;
    if (session_->restore_token().empty())
        token_.remove();
    else if (auto written = token_.write(session_->restore_token()); !written)
        spdlog::warn("the choice is not remembered: {}", written.error().message);
    auto socket = session_->open_pipewire();
    if (!socket)
        return end_session(socket.error());
    auto stream =
        PortalStream::open(*socket, session_->node(), frame_rate_,
                           {.on_picture = [this](CapturedPicture picture) { take(std::move(picture)); },
                            .on_lost = [this] { stream_ended(); }});
    if (!stream)
        return end_session(stream.error());
    stream_ = std::move(*stream);
    stream_->allow_dmabufs(dmabufs_);
    if (const auto on_opened = std::exchange(answer_, {}).on_opened)
        on_opened();
}

void PortalCapturer::stream_ended() {
    // The session stays till it is tried again: by then it knows whether the desktop has closed it, which is
    // told by another way and may come later.
    lose({.error = {Code::source, "the screen is no longer sent", SourceLoss::waiting}});
}

void PortalCapturer::end_session(const Error& error) {
    // Later, as the session is still on the stack.
    ended_ = after(std::chrono::milliseconds(0), [this, error] { session_ended(error); });
}

void PortalCapturer::session_ended(const Error& error) {
    if (const auto on_refused = std::exchange(answer_, {}).on_refused)
        return on_refused(error);
    ask_again_ |= session_->closed();
    const bool refused = session_->refused();
    stream_.reset();
    session_.reset();
    lose({.error = error, .final = refused});
}

void PortalCapturer::take(CapturedPicture picture) {
    newest_ = picture;
    if (capture_)
        capture_->take(std::move(picture));
}

void PortalCapturer::lose(SourceLoss loss) {
    newest_.reset();
    stream_.reset();
    if (capture_)
        capture_->lose(std::move(loss));
}

std::unique_ptr<Capture> PortalCapturer::start(PictureFeed feed, unsigned frame_rate, CaptureEvents events) {
    dmabufs_ = feed.takes_dmabufs();
    auto capture = std::make_unique<PortalCapture>(*this, std::move(feed), frame_rate, std::move(events));
    capture_ = capture.get();
    if (stream_) {
        stream_->allow_dmabufs(dmabufs_);
        if (newest_)
            capture_->begin_with(*newest_);
    } else if (!session_ || session_->node()) { // else the person is being asked
        ask_again_ |= session_ && session_->closed();
        connect();
    }
    return capture;
}

void PortalCapturer::stop() {
    capture_ = nullptr;
    // Nobody waits for the person's answer any more: the question is withdrawn, and asked again when it
    // matters.
    if (session_ && !session_->node())
        session_.reset();
}

} // namespace pixelpass
