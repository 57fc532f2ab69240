// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_connection.h"

#include <cstdlib>
#include <cstring>
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

std::string display_or_default(const std::string& display) {
    const char* variable = std::getenv("DISPLAY");
    return display.empty() && variable ? variable : display;
}

Result<X11Connection> X11Connection::open(const std::string& display) {
    if (display.empty())
        return fail(Code::source, "there is no X display to share",
                    "run it inside an X11 session, or set DISPLAY");
    int number = 0;
    Handle connection(xcb_connect(display.c_str(), &number));
    auto name = "the X display " + display;
    if (const int error = xcb_connection_has_error(connection.get())) {
        const auto cause = cause_of(error);
        return fail(Code::source, name + " can't be opened: " + cause.message, cause.hint);
    }
    auto screens = xcb_setup_roots_iterator(xcb_get_setup(connection.get()));
    for (; number > 0 && screens.rem > 1; --number)
        xcb_screen_next(&screens);
    return X11Connection(std::move(connection), screens.data, std::move(name));
}

xcb_atom_t X11Connection::atom(const char* name) const {
    const auto answer = reply(xcb_intern_atom_reply,
                              xcb_intern_atom(get(), 0, static_cast<std::uint16_t>(std::strlen(name)), name));
    return answer ? answer->atom : xcb_atom_t{XCB_ATOM_NONE};
}

Size X11Connection::size_of(xcb_drawable_t drawable) const {
    const auto answer = reply(xcb_get_geometry_reply, xcb_get_geometry(get(), drawable));
    return answer ? Size{answer->width, answer->height} : Size{};
}

} // namespace pixelpass
