// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <string>

namespace pixelpass {

/// 128 bits from the kernel's generator, as 32 hexadecimal digits.
[[nodiscard]] Result<std::string> make_secret();

} // namespace pixelpass
