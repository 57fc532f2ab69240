// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "base/file_descriptor.h"

#include <memory>
#include <string>

namespace pixelpass::net {

/// Who an endpoint is that is the same each time. No other program gets it from its file while a copy of this
/// is there: of two endpoints with one key, the network would reach but one.
struct Identity {
    Bytes key; ///< 32 bytes, secret
    std::shared_ptr<const FileDescriptor> held;
};

/// What the file holds, or a new one, which is then kept there for this user alone. Code::usage if it can't
/// be read or written, is something else, is open to others, or is held by another.
[[nodiscard]] Result<Identity> load_identity(const std::string& path);

} // namespace pixelpass::net
