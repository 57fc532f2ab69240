// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/x11_full_screen.h"

#include "gst/x11_reply.h"

#include <xcb/xcb.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>

namespace pixelpass {
namespace {

constexpr std::uint32_t most_words = 4096; // of a list of atoms
constexpr std::uint32_t toggle = 2;        // _NET_WM_STATE_TOGGLE
constexpr std::uint32_t by_application = 1;

struct Disconnect {
    void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
};

xcb_atom_t atom(xcb_connection_t* connection, const char* name) {
    const XReply<xcb_intern_atom_reply_t> reply(xcb_intern_atom_reply(
        connection, xcb_intern_atom(connection, 0, static_cast<std::uint16_t>(std::strlen(name)), name),
        nullptr));
    return reply ? reply->atom : xcb_atom_t{XCB_ATOM_NONE};
}

/// Whether a window manager says of itself that it knows that state.
bool is_supported(xcb_connection_t* connection, xcb_window_t root, xcb_atom_t state) {
    const XReply<xcb_get_property_reply_t> reply(
        xcb_get_property_reply(connection,
                               xcb_get_property(connection, 0, root, atom(connection, "_NET_SUPPORTED"),
                                                XCB_ATOM_ATOM, 0, most_words),
                               nullptr));
    if (!reply || reply->format != 32)
        return false;
    const auto* atoms = static_cast<const xcb_atom_t*>(xcb_get_property_value(reply.get()));
    const std::span known(atoms, static_cast<std::size_t>(xcb_get_property_value_length(reply.get())) / 4);
    return std::ranges::find(known, state) != known.end();
}

} // namespace

bool toggle_x11_full_screen(std::uint32_t window) {
    int number = 0;
    const std::unique_ptr<xcb_connection_t, Disconnect> connection(xcb_connect(nullptr, &number));
    if (xcb_connection_has_error(connection.get()))
        return false;
    auto screens = xcb_setup_roots_iterator(xcb_get_setup(connection.get()));
    for (; number > 0 && screens.rem > 1; --number)
        xcb_screen_next(&screens);
    const auto root = screens.data->root;
    const auto state = atom(connection.get(), "_NET_WM_STATE_FULLSCREEN");
    if (!is_supported(connection.get(), root, state))
        return false;
    xcb_client_message_event_t wish{};
    wish.response_type = XCB_CLIENT_MESSAGE;
    wish.format = 32;
    wish.window = window;
    wish.type = atom(connection.get(), "_NET_WM_STATE");
    wish.data.data32[0] = toggle;
    wish.data.data32[1] = state;
    wish.data.data32[3] = by_application;
    xcb_send_event(connection.get(), 0, root,
                   XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY | XCB_EVENT_MASK_SUBSTRUCTURE_REDIRECT,
                   reinterpret_cast<const char*>(&wish));
    // A server may leave unread what a client has sent that is gone: its answer to another request comes
    // behind.
    const XReply<xcb_get_input_focus_reply_t> done(
        xcb_get_input_focus_reply(connection.get(), xcb_get_input_focus(connection.get()), nullptr));
    return done != nullptr;
}

} // namespace pixelpass
