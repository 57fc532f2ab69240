// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>

namespace pixelpass {

/// Remembers when the samples that went into an encoder were captured, so that the encoder itself sees an
/// unbroken stream. A place in that stream is the duration of the samples before it. Any thread.
class SampleTimeline {
public:
    /// The samples from `place` on were captured from `captured_at` on.
    void add(std::chrono::nanoseconds place, Microseconds captured_at);

    /// When the sample at `place` was captured; places must not go backwards.
    [[nodiscard]] Microseconds at(std::chrono::nanoseconds place);

    /// So many blocks are remembered; of those that nobody asked for, the oldest are forgotten.
    static constexpr std::size_t capacity = 256;

private:
    struct Anchor {
        std::chrono::nanoseconds place;
        Microseconds captured_at;
    };

    std::mutex mutex_;
    std::deque<Anchor> anchors_; ///< guarded by mutex_
};

} // namespace pixelpass
