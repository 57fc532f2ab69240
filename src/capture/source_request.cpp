// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"

#include "capture/portal_source.h"
#include "capture/test_source.h"
#include "capture/x11_connection.h"
#include "capture/x11_source.h"

#include <cstdlib>

namespace pixelpass {
namespace {

Result<VideoSource> open_portal(const SourceRequest& request) {
    if (request.forget)
        forget_portal_source();
    if (!std::holds_alternative<std::monostate>(request.target))
        return fail(Code::usage, "--monitor, --window and --region choose on X11 alone",
                    "leave them out: the desktop's dialog asks what to share");
    return open_portal_source(request.cursor, request.frame_rate);
}

Result<VideoSource> open_automatic(const SourceRequest& request) {
    // The X server within a Wayland session shows a black screen to whoever captures it.
    if (in_wayland_session())
        return open_portal(request);
    if (display_or_default(request.display).empty())
        return fail(Code::source, "there is no display to share",
                    "run it inside a desktop session, set DISPLAY, or use --source test");
    return open_x11_source(request.display, request.target, request.cursor);
}

} // namespace

bool in_wayland_session() {
    const char* display = std::getenv("WAYLAND_DISPLAY");
    return display && *display;
}

Result<VideoSource> open_source(const SourceRequest& request) {
    switch (request.kind) {
    case SourceRequest::Kind::test:
        return open_test_source();
    case SourceRequest::Kind::x11:
        return open_x11_source(request.display, request.target, request.cursor);
    case SourceRequest::Kind::portal:
        return open_portal(request);
    case SourceRequest::Kind::automatic:
        break;
    }
    return open_automatic(request);
}

} // namespace pixelpass
