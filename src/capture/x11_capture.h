// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "capture/x11_grabber.h"
#include "gst/video_source.h"

#include <cstdint>
#include <memory>
#include <string>

namespace pixelpass {

/// Runs an X11Grabber, with a connection of its own, on a thread of its own, for as long as it lives: the
/// server's answers are waited for there. Main thread.
class X11Capture final : public Capture {
public:
    /// If the thread `before` still hangs in a server that does not answer, all that comes is a loss.
    X11Capture(const std::string& display, X11Grabber::Options options, PictureFeed feed,
               CaptureEvents events, const std::weak_ptr<const void>& before);
    /// Ends the thread; one that hangs in a server that does not answer is left behind.
    ~X11Capture() override;

    /// Lives as long as the thread does.
    [[nodiscard]] std::weak_ptr<const void> worker() const { return worker_; }

    /// A server that does not answer for so long gives no picture.
    static constexpr std::chrono::milliseconds silence_limit{2000};

private:
    class Worker;

    void take_news();
    void check_progress();
    void lose(SourceLoss loss);

    CaptureEvents events_;
    std::shared_ptr<Worker> worker_; ///< shared with its thread, which may have to be left behind
    std::uint64_t steps_seen_ = 0;
    std::chrono::steady_clock::time_point progress_at_;
    Wakeup news_;
    Source watchdog_;
};

} // namespace pixelpass
