// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"

#include <chrono>
#include <functional>
#include <utility>

namespace pixelpass {

/// Draws what has changed, soon, and at most 20 times a second, however often it changes. Main thread.
class Redraw {
public:
    explicit Redraw(std::function<void()> draw)
        : draw_(std::move(draw)) {}

    void soon() {
        if (!timer_.active())
            timer_ = after(interval, [this] { draw_(); });
    }

private:
    static constexpr std::chrono::milliseconds interval{50};

    std::function<void()> draw_;
    Source timer_;
};

} // namespace pixelpass
