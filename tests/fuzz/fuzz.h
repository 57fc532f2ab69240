// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

/// One input; must not crash, hang or keep memory.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size); // NOLINT: libFuzzer's name

namespace pixelpass::fuzz {

/// Ends the run if a property does not hold, in every build.
inline void require(bool holds) {
    if (!holds)
        std::abort();
}

inline ByteView view(const std::uint8_t* data, std::size_t size) {
    return std::as_bytes(std::span(data, size));
}

} // namespace pixelpass::fuzz
