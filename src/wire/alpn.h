// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace pixelpass::wire {

/// Framed access units; docs/protocol.md.
inline constexpr const char* alpn_live = "pixelpass/1";
/// HTTP and MPEG-TS on bi-streams, for version 0.1 and foreign tools.
inline constexpr const char* alpn_http = "pixelpass/0";

} // namespace pixelpass::wire
