// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/error.h"
#include "base/file_descriptor.h"

#include <memory>
#include <optional>
#include <string>

namespace pixelpass::net {

/// Who an endpoint is that is the same each time. No other program gets it from its file while a copy of this
/// is there: of two endpoints with one key, the network would reach but one.
struct Identity {
    Bytes key; ///< 32 bytes, secret
    std::shared_ptr<const FileDescriptor> held;
};

/// What the file holds, or a new one, which is then kept there for this user alone; nothing while another
/// program has it. Code::usage if it can't be read or written, is something else, or is open to others.
[[nodiscard]] Result<std::optional<Identity>> load_identity(const std::string& path);

} // namespace pixelpass::net
