// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/error.h"

#include <string>

namespace pixelpass::net {

/// The secret key of an endpoint that is to be the same each time: what the file holds, or a new one, which
/// is then kept there for this user alone. Code::usage if it can't be read or written, is something else, or
/// is open to others.
[[nodiscard]] Result<Bytes> load_identity(const std::string& path);

} // namespace pixelpass::net
