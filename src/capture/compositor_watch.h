// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"

#include <wayland-client-core.h>

#include <chrono>
#include <functional>
#include <memory>

struct wl_callback;

namespace pixelpass {

/// Asks a Wayland compositor for a sign of life, which it gives however still its screens are. Main thread.
class CompositorWatch {
public:
    struct Events {
        std::function<void()> on_answer; ///< for each ask(); must not destroy the watch
        /// At most once: the compositor is gone, or owes an answer for `silence_limit`. May destroy the
        /// watch.
        std::function<void()> on_silent;
    };

    /// Of $WAYLAND_DISPLAY; null if there is none.
    static std::unique_ptr<CompositorWatch> create(Events events);
    CompositorWatch(const CompositorWatch&) = delete;
    CompositorWatch& operator=(const CompositorWatch&) = delete;

    /// Asks, unless an answer is owed already.
    void ask();

    static constexpr std::chrono::milliseconds silence_limit{2000};

private:
    struct Disconnect {
        void operator()(wl_display* display) const { wl_display_disconnect(display); }
    };
    struct Destroy {
        void operator()(wl_callback* callback) const;
    };

    CompositorWatch(wl_display* display, Events events);

    void answered();
    void read();
    void report();

    std::unique_ptr<wl_display, Disconnect> display_;
    Events events_;
    std::unique_ptr<wl_callback, Destroy> owed_; ///< the answer
    Source readable_;
    Source deadline_;
};

} // namespace pixelpass
