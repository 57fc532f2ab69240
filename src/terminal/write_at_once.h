// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace pixelpass::terminal {

// To a terminal that may hang. Both may be called by a signal's handler.

/// Whether the terminal of `fd` takes something, within `limit_ms`.
[[nodiscard]] bool takes_more(int fd, int limit_ms);

/// Writes as much of `text` as the terminal of `fd` takes at once, even if writing to it would block, and
/// gives how many bytes that are. Nothing: it is gone.
[[nodiscard]] std::optional<std::size_t> write_at_once(int fd, std::string_view text);

} // namespace pixelpass::terminal
