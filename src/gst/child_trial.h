// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace pixelpass {

/// How a child process ended: `failure` is empty if it exited with 0, else it says what happened.
struct ChildEnd {
    std::string failure;
    std::string
        output; ///< what it wrote on stdout, without the last line feed; nothing of one that did not exit
    bool hung = false; ///< it was killed at its limit
};

/// What a child may live, for alarm(): the parent kills one that hangs, but the parent may be gone.
inline constexpr unsigned child_lifetime_s = 20;

/// Runs `command` and waits for its end, at most `limit`; then it is killed. Its stderr goes to the debug
/// log. Blocks the caller.
[[nodiscard]] ChildEnd run_child(const std::vector<std::string>& command, std::chrono::milliseconds limit);

} // namespace pixelpass
