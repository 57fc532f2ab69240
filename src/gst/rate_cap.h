// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

namespace pixelpass {

/// Says which pictures of a source of any rate, even an unsteady one, are kept so that no more than a given
/// number a second go on, without making any wait that need not: two may come in a row. One thread.
class RateCap {
public:
    /// `rate` is in pictures a second.
    explicit RateCap(unsigned rate)
        : interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / (rate ? rate : 1)) {}

    /// Whether the picture that was captured at `time` is kept.
    [[nodiscard]] bool admit(std::chrono::nanoseconds time) {
        // Never so far ahead by itself: the time has stepped back.
        if (next_ && *next_ > time + 3 * interval_)
            next_.reset();
        if (next_ && time < due())
            return false;
        next_ = std::max(next_.value_or(time), time) + interval_;
        return true;
    }

    /// When the next one is kept; once one was.
    [[nodiscard]] std::chrono::nanoseconds due() const { return *next_ - interval_; }

private:
    std::chrono::nanoseconds interval_;
    std::optional<std::chrono::nanoseconds> next_; ///< when it would come at a steady rate
};

} // namespace pixelpass
