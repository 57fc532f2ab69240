// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string_view>

namespace pixelpass {

/// Whether a plugin here has that element. GStreamer has started.
[[nodiscard]] bool has_element(std::string_view name);

} // namespace pixelpass
