// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/list_sources.h"

#include "capture/source_request.h"
#include "capture/test_source.h"
#include "capture/x11_inventory.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

void add_display(const X11Connection& connection, std::vector<SourceInfo>& sources) {
    sources.push_back({.kind = "screen",
                       .name = connection.name(),
                       .id = {},
                       .size = connection.size_of(connection.screen().root)});
    for (const auto& monitor : list_monitors(connection))
        sources.push_back({.kind = "monitor", .name = monitor.name, .id = {}, .size = monitor.area.size});
    for (const auto& window : list_windows(connection))
        sources.push_back({.kind = "window",
                           .name = window.title,
                           .id = fmt::format("{:#x}", window.id),
                           .size = window.size});
}

} // namespace

Result<std::vector<SourceInfo>> list_sources(const std::string& display) {
    std::vector<SourceInfo> sources;
    if (in_wayland_session()) {
        // The X server within shows but a part of the desktop.
        sources.push_back(
            {.kind = "portal", .name = "what you choose in the desktop's dialog", .id = {}, .size = {}});
    } else if (const auto chosen = display_or_default(display); !chosen.empty()) {
        auto connection = X11Connection::open(chosen);
        if (!connection)
            return fail(connection);
        add_display(*connection, sources);
    }
    const auto test = open_test_source();
    sources.push_back({.kind = "test", .name = test.name, .id = {}, .size = test.size});
    return sources;
}

} // namespace pixelpass
