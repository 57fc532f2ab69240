// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <spdlog/spdlog.h>

namespace pixelpass {

/// How much the program says on stderr.
enum class Verbosity { quiet, normal, verbose, debug };

/// Sends the log to stderr, whole lines, without colours where stderr is no terminal. Call once, before
/// anything is logged: till then the log goes to stdout.
/// The log is for the curious (`-v`); sentences for the user do not go through it.
void start_log(Verbosity verbosity);

} // namespace pixelpass
