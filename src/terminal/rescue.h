// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>

namespace pixelpass::terminal {

/// While it lives, a signal that kills the program gives the terminal back first: its modes, as they are when
/// this is made, and what `restore` does, written to `output_fd` without waiting for it; and stderr as
/// `error_fd` is. Signals that are handled elsewhere are left alone. One at a time. Main thread; the handlers
/// run on any.
class Rescue {
public:
    Rescue(const std::string& restore, int output_fd, int error_fd);
    ~Rescue();
    Rescue(const Rescue&) = delete;
    Rescue& operator=(const Rescue&) = delete;
};

} // namespace pixelpass::terminal
