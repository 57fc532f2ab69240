// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>

namespace pixelpass {

/// What the pictures of a share are at the moment: the source, or a card, as the host has paused or as the
/// source is lost.
enum class Seen : std::uint8_t { source, pause_card, loss_card };

} // namespace pixelpass
