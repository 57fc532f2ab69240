// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_connection.h"
#include "capture/x11_target.h"
#include "gst/video_source.h"

#include <string>

namespace pixelpass {

/// The part of an X display that is captured, followed through all that becomes of it: other modes, monitors
/// that move, a window's new size. One thread.
class X11View {
public:
    /// Finds it. An error is why it can't be captured, and whether that may change. The connection must
    /// outlive the view.
    static tl::expected<X11View, SourceLoss> open(const X11Connection& connection, const X11Target& target);

    /// Takes in what the server told: refresh() may be due now.
    void take(const xcb_generic_event_t& event);
    [[nodiscard]] bool stale() const { return stale_; }
    /// Looks where it is now. An error is why it is gone, and whether it may come back.
    tl::expected<void, SourceLoss> refresh();

    /// What is read, and which part of it. A window is read from memory of its own, so that nothing that
    /// covers it is ever seen.
    [[nodiscard]] xcb_drawable_t drawable() const { return pixmap_ ? pixmap_ : window_; }
    [[nodiscard]] const Rectangle& area() const { return area_; }
    /// What the pointer's place and damage are asked of: the root or the window.
    [[nodiscard]] xcb_window_t window() const { return window_; }
    /// As the user knows it: `the window "xterm"`.
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    X11View(const X11Connection& connection, X11Target target)
        : connection_(&connection)
        , target_(std::move(target))
        , window_(connection.screen().root)
        , name_(connection.name()) {}

    Result<void> find();
    Result<void> redirect_window(const X11Window& wanted);
    Result<void> check_pixels(std::uint8_t depth, xcb_visualid_t visual);
    tl::expected<void, SourceLoss> refresh_window();
    /// The loss that `error` is, unless it is but the connection that broke.
    [[nodiscard]] tl::unexpected<SourceLoss> lost(Error error) const;

    const X11Connection* connection_;
    X11Target target_;
    xcb_window_t window_;
    xcb_pixmap_t pixmap_ = 0; ///< of a window; the server frees it with the connection
    Rectangle area_;
    std::string name_;
    bool stale_ = false;
    bool remapped_ = false; ///< the window has another pixmap now
    bool destroyed_ = false;
};

} // namespace pixelpass
