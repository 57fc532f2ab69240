// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "net/unit_sender.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace pixelpass {

/// Padding on its way to a viewer, behind all media, to see how much the path carries: streams that the
/// viewer ignores. docs/protocol.md, "Padding". Main thread.
class PathProbe {
public:
    using Clock = std::chrono::steady_clock;

    /// `sender` must outlive this.
    explicit PathProbe(net::UnitSender& sender)
        : sender_(sender) {}

    /// Sends so many bytes of padding, of which `window` are under way at once: on a path that carries no
    /// more, media waits no longer than they take, and its buffers do not overflow.
    void start(Clock::time_point now, std::size_t bytes, std::size_t window);
    /// Gives up what has not been sent.
    void stop();
    /// Bytes that the viewer has got since this was asked last. Makes use of the room they leave.
    [[nodiscard]] std::size_t take_settled();

    /// From its start till it is stopped.
    [[nodiscard]] bool running() const { return running_; }
    /// Whether the viewer has all of it.
    [[nodiscard]] bool done() const { return parts_.empty(); }
    [[nodiscard]] Clock::time_point started_at() const { return started_at_; }

private:
    void fill_window();

    net::UnitSender& sender_;
    std::vector<std::unique_ptr<net::SentUnit>> parts_; // under way
    SharedBytes payload_;                               // of each part
    std::size_t window_parts_ = 0;
    std::size_t parts_left_ = 0; // not sent yet
    bool running_ = false;
    Clock::time_point started_at_{};
};

} // namespace pixelpass
