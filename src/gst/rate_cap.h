// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <optional>

namespace pixelpass {

/// Says which pictures of a source of any rate, even an unsteady one, are kept so that no more than a given
/// number a second go on. One thread.
class RateCap {
public:
    /// `rate` is in pictures a second.
    explicit RateCap(unsigned rate)
        : interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / (rate ? rate : 1)) {}

    /// Whether the picture that was captured at `time` is kept.
    [[nodiscard]] bool admit(std::chrono::nanoseconds time) {
        // Pictures of a source of just this rate come a little early or late.
        const auto slack = interval_ / 8;
        if (due_ && time + slack < *due_ && *due_ <= time + interval_ * 2)
            return false;
        const bool steady = due_ && time < *due_ + interval_ && time + slack >= *due_;
        due_ = (steady ? *due_ : time) + interval_;
        return true;
    }

private:
    std::chrono::nanoseconds interval_;
    std::optional<std::chrono::nanoseconds> due_; ///< when the next one is to come
};

} // namespace pixelpass
