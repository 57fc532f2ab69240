// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

namespace pixelpass {

/// Starts GStreamer for the process, once; later calls do nothing. Main thread, before others are started.
/// What GStreamer, its plugins and GLib have to say goes to the debug log, never to the terminal.
Result<void> start_gstreamer();

} // namespace pixelpass
