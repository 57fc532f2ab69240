// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

namespace pixelpass {

/// Whether what plays there is other people talking: a program for calls, or a stream that says that it is a
/// call. Friends who are in the call would hear themselves.
[[nodiscard]] bool is_voice_program(const GraphNode& node);

} // namespace pixelpass
