// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_connection.h"

#include <cstdlib>
#include <utility>

namespace pixelpass {
namespace {

struct Cause {
    const char* message;
    const char* hint;
};

Cause cause_of(int error) {
    switch (error) {
    case XCB_CONN_CLOSED_PARSE_ERR:
        return {"its name is not one of a display", "set DISPLAY, for example to :0"};
    case XCB_CONN_CLOSED_INVALID_SCREEN:
        return {"it has no such screen", "leave the screen's number out, as in :0"};
    default:
        return {"no X server answers there, or it does not let this user in",
                "check DISPLAY and XAUTHORITY, or run it inside the X11 session"};
    }
}

} // namespace

Result<X11Connection> X11Connection::open(const std::string& display) {
    int number = 0;
    Handle connection(xcb_connect(display.c_str(), &number));
    if (const int error = xcb_connection_has_error(connection.get())) {
        const auto cause = cause_of(error);
        return fail(Code::source, "the X display " + display + " can't be opened: " + cause.message,
                    cause.hint);
    }
    auto screens = xcb_setup_roots_iterator(xcb_get_setup(connection.get()));
    for (; number > 0 && screens.rem > 1; --number)
        xcb_screen_next(&screens);
    const Size size{screens.data->width_in_pixels, screens.data->height_in_pixels};
    return X11Connection(std::move(connection), size);
}

bool X11Connection::alive() {
    while (auto* event = xcb_poll_for_event(connection_.get()))
        std::free(event);
    return xcb_connection_has_error(connection_.get()) == 0;
}

} // namespace pixelpass
