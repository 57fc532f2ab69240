// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"

#include <fcntl.h>

namespace pixelpass::terminal {

/// While it lives, what is written to stderr goes nowhere: libraries and drivers would write over a screen.
class SilencedStderr {
public:
    SilencedStderr()
        : before_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
        const FileDescriptor nowhere(open("/dev/null", O_WRONLY | O_CLOEXEC));
        if (before_.get() >= 0 && nowhere.get() >= 0)
            dup2(nowhere.get(), STDERR_FILENO);
    }
    ~SilencedStderr() {
        if (before_.get() >= 0)
            dup2(before_.get(), STDERR_FILENO);
    }
    SilencedStderr(const SilencedStderr&) = delete;
    SilencedStderr& operator=(const SilencedStderr&) = delete;

    /// Where it went before.
    [[nodiscard]] int before() const { return before_.get(); }

private:
    FileDescriptor before_;
};

} // namespace pixelpass::terminal
