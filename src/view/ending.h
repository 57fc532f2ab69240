// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "net/connection.h"

namespace pixelpass {

/// Whether a connection of pixelpass/1 ended without the host's having decided so: it was lost, or has given
/// way to a newer one of ours.
[[nodiscard]] bool is_loss(const net::CloseInfo& info);

/// What the end of a connection means to the viewer: success if the host ended the share, else Code::refused
/// (no place, not let in, kicked) or Code::unreachable (lost). The peer's own words are never shown.
[[nodiscard]] Result<void> ending(const net::CloseInfo& info);

} // namespace pixelpass
