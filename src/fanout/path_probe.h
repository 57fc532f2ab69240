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

    /// Sends so many bytes of padding, in parts, at `now`.
    void start(Clock::time_point now, std::size_t bytes);
    /// Gives up what has not been sent.
    void stop();
    /// Bytes that the viewer has got since this was asked last.
    [[nodiscard]] std::size_t take_settled();

    [[nodiscard]] bool running() const { return !parts_.empty(); }
    [[nodiscard]] Clock::time_point started_at() const { return started_at_; }

private:
    net::UnitSender& sender_;
    std::vector<std::unique_ptr<net::SentUnit>> parts_;
    std::size_t part_bytes_ = 0;
    Clock::time_point started_at_{};
};

} // namespace pixelpass
