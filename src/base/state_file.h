// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <optional>
#include <string>
#include <utility>

namespace pixelpass {

/// A small text that outlives the program, for this user's eyes alone.
class StateFile {
public:
    /// That of this name in $XDG_STATE_HOME/pixelpass.
    explicit StateFile(const std::string& name);
    /// What can be found out again: that of this name in $XDG_CACHE_HOME/pixelpass.
    [[nodiscard]] static StateFile in_cache(const std::string& name);
    /// The one at `path`, for which the user has named it.
    [[nodiscard]] static StateFile at(const std::string& path);

    /// Nothing if there is none, or one that is larger than 16 KiB.
    [[nodiscard]] std::optional<std::string> read() const;
    /// Replaces it, whole or not at all. Code::internal names the file that can't be written.
    [[nodiscard]] Result<void> write(const std::string& text) const;
    void remove() const;
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    struct Path {
        std::string text;
    };
    explicit StateFile(Path path)
        : path_(std::move(path.text)) {}

    std::string path_;
};

} // namespace pixelpass
