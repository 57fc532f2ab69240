// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/state_file.h"

#include <string>
#include <utility>
#include <vector>

namespace pixelpass {

/// The viewers that the host's person lets in always, in a file that a person can read and edit: a line for
/// each, with endpoint id, name and date, parted by tabs. Only the id counts; lines without one are left
/// alone.
class AllowedViewers {
public:
    explicit AllowedViewers(StateFile file = StateFile("allowed-viewers"))
        : file_(std::move(file)) {}

    /// The ids; none if there is no such file.
    [[nodiscard]] std::vector<std::string> read() const;
    /// Adds a line, unless the id has one. Code::internal: the file can't be written, or has no room.
    [[nodiscard]] Result<void> add(const std::string& id, const std::string& name) const;

private:
    StateFile file_;
};

} // namespace pixelpass
