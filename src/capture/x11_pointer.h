// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_connection.h"
#include "capture/x11_target.h"

#include <xcb/xfixes.h>

#include <cstddef>
#include <span>

namespace pixelpass {

/// The mouse pointer, which the X server leaves out of what is read from it. One thread.
class X11Pointer {
public:
    /// `window` is what its place is asked of. The connection must outlive it.
    X11Pointer(const X11Connection& connection, xcb_window_t window);

    /// Takes in what the server told: whether it is a new shape of the pointer.
    [[nodiscard]] bool take(const xcb_generic_event_t& event);
    /// Asks where it is; whether it looks different within `area` than when it was last painted there.
    [[nodiscard]] bool moved(const Rectangle& area);
    /// Paints it on the pixels of `area`, 4 bytes each.
    void paint(std::span<std::byte> pixels, const Rectangle& area);

private:
    /// Where its picture is in `area`; empty if it is outside.
    [[nodiscard]] Rectangle place(const Rectangle& area) const;

    const X11Connection* connection_;
    xcb_window_t window_;
    std::uint8_t first_event_;
    XReply<xcb_xfixes_get_cursor_image_reply_t> image_; ///< empty: to be asked for
    int x_ = 0;
    int y_ = 0; ///< of the hot spot, on the window
    Rectangle painted_;
};

} // namespace pixelpass
