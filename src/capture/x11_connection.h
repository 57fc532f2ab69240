// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/video_settings.h"
#include "gst/x11_reply.h"

#include <xcb/xcb.h>

#include <cstdlib>
#include <memory>
#include <string>

namespace pixelpass {

/// The name of an X display, or $DISPLAY if it is empty; empty if there is none.
[[nodiscard]] std::string display_or_default(const std::string& display);

/// A connection to an X server. Any thread, one at a time.
class X11Connection {
public:
    /// Code::source says why `display` can't be opened. Blocks till the server answers.
    static Result<X11Connection> open(const std::string& display);

    [[nodiscard]] xcb_connection_t* get() const { return connection_.get(); }
    [[nodiscard]] const xcb_screen_t& screen() const { return *screen_; }
    /// As the user knows it: "the X display :0".
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool broken() const { return xcb_connection_has_error(get()) != 0; }

    /// Waits for the answer to a request: `reply(xcb_get_geometry_reply, xcb_get_geometry(…))`.
    template <typename T, typename Cookie>
    [[nodiscard]] XReply<T> reply(T* (*wait)(xcb_connection_t*, Cookie, xcb_generic_error_t**),
                                  Cookie cookie) const {
        return XReply<T>(wait(get(), cookie, nullptr));
    }
    /// Whether a request succeeds that has no answer; waits till it is known.
    [[nodiscard]] bool succeeds(xcb_void_cookie_t checked) const {
        return !XReply<xcb_generic_error_t>(xcb_request_check(get(), checked)) && !broken();
    }
    /// Whether the server has it; a request to one that it lacks would end the connection.
    [[nodiscard]] bool has(xcb_extension_t& extension) const {
        const auto* data = xcb_get_extension_data(get(), &extension);
        return data && data->present;
    }
    /// The server's number for a name, as _NET_WM_NAME.
    [[nodiscard]] xcb_atom_t atom(const char* name) const;
    /// The size of a window or pixmap; 0x0 if it is gone.
    [[nodiscard]] Size size_of(xcb_drawable_t drawable) const;

private:
    struct Disconnect {
        void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
    };
    using Handle = std::unique_ptr<xcb_connection_t, Disconnect>;

    X11Connection(Handle connection, const xcb_screen_t* screen, std::string name)
        : connection_(std::move(connection))
        , screen_(screen)
        , name_(std::move(name)) {}

    Handle connection_;
    const xcb_screen_t* screen_; // of the connection
    std::string name_;
};

} // namespace pixelpass
