// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_inventory.h"

#include "base/printable.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xcb/randr.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

namespace pixelpass {
namespace {

/// Of a property, in words of 4 bytes: more windows or a longer title than that is nobody's.
constexpr std::uint32_t longest_property = 16'384;

XReply<xcb_get_property_reply_t> property(const X11Connection& connection, xcb_window_t window,
                                          const char* name) {
    return connection.reply(xcb_get_property_reply,
                            xcb_get_property(connection.get(), 0, window, connection.atom(name),
                                             XCB_GET_PROPERTY_TYPE_ANY, 0, longest_property));
}

std::string title_of(const X11Connection& connection, xcb_window_t window) {
    for (const char* name : {"_NET_WM_NAME", "WM_NAME"}) {
        const auto answer = property(connection, window, name);
        if (!answer || answer->format != 8)
            continue;
        const auto* bytes = static_cast<const std::byte*>(xcb_get_property_value(answer.get()));
        const auto size = static_cast<std::size_t>(xcb_get_property_value_length(answer.get()));
        if (auto title = printable({bytes, size}); !title.empty())
            return title;
    }
    return {};
}

std::vector<xcb_window_t> managed_windows(const X11Connection& connection) {
    const auto answer = property(connection, connection.screen().root, "_NET_CLIENT_LIST");
    if (!answer || answer->format != 32)
        return {};
    const auto* first = static_cast<const xcb_window_t*>(xcb_get_property_value(answer.get()));
    return {first,
            first + static_cast<std::size_t>(xcb_get_property_value_length(answer.get())) / sizeof *first};
}

std::vector<xcb_window_t> windows_on_screen(const X11Connection& connection) {
    const auto tree =
        connection.reply(xcb_query_tree_reply, xcb_query_tree(connection.get(), connection.screen().root));
    std::vector<xcb_window_t> windows;
    for (int i = 0; tree && i < xcb_query_tree_children_length(tree.get()); ++i) {
        const auto window = xcb_query_tree_children(tree.get())[i];
        const auto attributes = connection.reply(xcb_get_window_attributes_reply,
                                                 xcb_get_window_attributes(connection.get(), window));
        if (attributes && attributes->map_state == XCB_MAP_STATE_VIEWABLE)
            windows.push_back(window);
    }
    return windows;
}

std::string atom_name(const X11Connection& connection, xcb_atom_t atom) {
    const auto answer = connection.reply(xcb_get_atom_name_reply, xcb_get_atom_name(connection.get(), atom));
    if (!answer)
        return {};
    return printable(bytes_of({xcb_get_atom_name_name(answer.get()), answer->name_len}));
}

std::optional<xcb_window_t> window_id(const std::string& text) {
    const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    const char* begin = text.data() + (hexadecimal ? 2 : 0);
    const char* end = text.data() + text.size();
    xcb_window_t id = 0;
    const auto [parsed, error] = std::from_chars(begin, end, id, hexadecimal ? 16 : 10);
    return error == std::errc() && parsed == end ? std::optional(id) : std::nullopt;
}

std::string lower_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::tolower(letter); });
    return text;
}

} // namespace

std::vector<X11MonitorInfo> list_monitors(const X11Connection& connection) {
    if (!connection.has(xcb_randr_id))
        return {};
    const auto version =
        connection.reply(xcb_randr_query_version_reply, xcb_randr_query_version(connection.get(), 1, 5));
    if (!version || std::pair(version->major_version, version->minor_version) < std::pair(1U, 5U))
        return {};
    const auto answer = connection.reply(
        xcb_randr_get_monitors_reply, xcb_randr_get_monitors(connection.get(), connection.screen().root, 1));
    std::vector<X11MonitorInfo> monitors;
    if (!answer)
        return monitors;
    for (auto i = xcb_randr_get_monitors_monitors_iterator(answer.get()); i.rem > 0;
         xcb_randr_monitor_info_next(&i))
        monitors.push_back({.name = atom_name(connection, i.data->name),
                            .area = {i.data->x, i.data->y, {i.data->width, i.data->height}}});
    return monitors;
}

std::vector<X11WindowInfo> list_windows(const X11Connection& connection) {
    auto ids = managed_windows(connection);
    if (ids.empty())
        ids = windows_on_screen(connection);
    std::vector<X11WindowInfo> windows;
    for (const auto id : ids) {
        if (auto title = title_of(connection, id); !title.empty())
            windows.push_back({.id = id, .title = std::move(title), .size = connection.size_of(id)});
    }
    return windows;
}

bool is_window_id(const X11Window& wanted) { return window_id(wanted.id_or_title).has_value(); }

Result<X11WindowInfo> find_window(const X11Connection& connection, const X11Window& wanted) {
    constexpr const char* hint = "`pixelpass list sources` shows the windows there are";
    if (const auto id = window_id(wanted.id_or_title)) {
        const Size size = connection.size_of(*id);
        if (!size.width)
            return fail(Code::source, fmt::format("there is no window {}", wanted.id_or_title), hint);
        return X11WindowInfo{.id = *id, .title = title_of(connection, *id), .size = size};
    }
    const auto windows = list_windows(connection);
    auto found = std::ranges::find(windows, wanted.id_or_title, &X11WindowInfo::title);
    if (found == windows.end())
        found = std::ranges::find_if(windows, [part = lower_case(wanted.id_or_title)](const auto& window) {
            return lower_case(window.title).find(part) != std::string::npos;
        });
    if (found == windows.end())
        return fail(Code::source, fmt::format("no window is called {}", wanted.id_or_title), hint);
    return *found;
}

Result<Rectangle> find_monitor(const X11Connection& connection, const X11Monitor& wanted) {
    std::vector<std::string> names;
    for (const auto& monitor : list_monitors(connection)) {
        if (monitor.name == wanted.name)
            return monitor.area;
        names.push_back(monitor.name);
    }
    return fail(Code::source, fmt::format("there is no monitor {}", wanted.name),
                names.empty() ? "share the whole screen: leave --monitor out"
                              : fmt::format("there are: {}", fmt::join(names, ", ")));
}

} // namespace pixelpass
