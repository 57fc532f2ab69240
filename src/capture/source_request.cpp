// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"

#include "capture/test_source.h"
#include "capture/x11_source.h"

#include <cstdlib>

namespace pixelpass {
namespace {

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value && *value;
}

Result<VideoSource> open_automatic(const SourceRequest& request) {
    // The X server within a Wayland session shows a black screen to whoever captures it.
    if (is_set("WAYLAND_DISPLAY"))
        return fail(Code::source,
                    "this is a Wayland session, and capture by its portal is not part of this version",
                    "log in to an X11 session, or use --source test");
    if (request.display.empty() && !is_set("DISPLAY"))
        return fail(Code::source, "there is no display to share",
                    "run it inside a desktop session, set DISPLAY, or use --source test");
    return open_x11_source(request.display, request.cursor);
}

} // namespace

Result<VideoSource> open_source(const SourceRequest& request) {
    switch (request.kind) {
    case SourceRequest::Kind::test:
        return open_test_source();
    case SourceRequest::Kind::x11:
        return open_x11_source(request.display, request.cursor);
    case SourceRequest::Kind::automatic:
        break;
    }
    return open_automatic(request);
}

} // namespace pixelpass
