// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <optional>

namespace pixelpass {

/// One OBU (AV1, 5.3), which says its own size.
struct Obu {
    unsigned type;
    ByteView payload;
};

/// Reads the OBU at the beginning of `rest`, which is not empty, and takes it off; nothing if it is broken or
/// does not say its size.
[[nodiscard]] std::optional<Obu> take_obu(ByteView& rest);

} // namespace pixelpass
