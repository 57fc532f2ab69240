// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_errors.h"

#include "base/log.h"

#include <X11/Xlib.h>
#include <unistd.h>

namespace pixelpass {
namespace {

int log_error(Display*, XErrorEvent* error) {
    spdlog::debug("x11: error {} on request {}.{}", error->error_code, error->request_code,
                  error->minor_code);
    return 0;
}

int halt_thread(Display*) {
    spdlog::info("x11: the server is gone");
    // XSetIOErrorExitHandler would let the thread go on, but needs the Display, which ximagesrc keeps to
    // itself.
    while (true)
        pause();
}

} // namespace

void survive_x11_errors() {
    XSetErrorHandler(log_error);
    XSetIOErrorHandler(halt_thread);
}

} // namespace pixelpass
