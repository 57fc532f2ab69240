// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/compositor_watch.h"

#include <wayland-client-protocol.h>

#include <utility>

namespace pixelpass {

std::unique_ptr<CompositorWatch> CompositorWatch::create(Events events) {
    wl_display* display = wl_display_connect(nullptr);
    if (!display)
        return nullptr;
    return std::unique_ptr<CompositorWatch>(new CompositorWatch(display, std::move(events)));
}

CompositorWatch::CompositorWatch(wl_display* display, Events events)
    : display_(display)
    , events_(std::move(events))
    , readable_(on_readable(wl_display_get_fd(display), [this] { read(); })) {}

void CompositorWatch::Destroy::operator()(wl_callback* callback) const { wl_callback_destroy(callback); }

void CompositorWatch::ask() {
    static constexpr wl_callback_listener listener{.done = [](void* self, wl_callback*, std::uint32_t) {
        static_cast<CompositorWatch*>(self)->answered();
    }};
    if (owed_)
        return;
    owed_.reset(wl_display_sync(display_.get()));
    wl_callback_add_listener(owed_.get(), &listener, this);
    wl_display_flush(display_.get());
    deadline_ = after(silence_limit, [this] { report(); });
}

void CompositorWatch::answered() {
    owed_.reset();
    deadline_.reset();
    events_.on_answer();
}

void CompositorWatch::read() {
    if (wl_display_prepare_read(display_.get()) == 0)
        wl_display_read_events(display_.get());
    if (wl_display_dispatch_pending(display_.get()) < 0)
        report();
}

void CompositorWatch::report() {
    readable_.reset();
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_silent = std::exchange(events_.on_silent, nullptr))
        on_silent();
}

} // namespace pixelpass
