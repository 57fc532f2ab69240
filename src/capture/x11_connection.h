// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_settings.h"

#include <xcb/xcb.h>

#include <memory>
#include <string>

namespace pixelpass {

/// A connection to an X server, used only to look: what the screen is like, and whether the server lives.
class X11Connection {
public:
    /// Code::source says why `display` can't be opened.
    static Result<X11Connection> open(const std::string& display);

    [[nodiscard]] Size screen_size() const { return screen_size_; }
    /// Readable when there is something to find out by alive().
    [[nodiscard]] int fd() const { return xcb_get_file_descriptor(connection_.get()); }
    /// Takes in what the server sent; false once the connection is broken.
    [[nodiscard]] bool alive();

private:
    struct Disconnect {
        void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
    };
    using Handle = std::unique_ptr<xcb_connection_t, Disconnect>;

    X11Connection(Handle connection, Size screen_size)
        : connection_(std::move(connection))
        , screen_size_(screen_size) {}

    Handle connection_;
    Size screen_size_;
};

} // namespace pixelpass
