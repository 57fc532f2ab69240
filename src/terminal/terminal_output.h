// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"
#include "base/main_loop.h"

#include <functional>
#include <string>
#include <string_view>

namespace pixelpass::terminal {

/// What is written to a terminal that may hang, or be at the end of a line that does: nothing here waits for
/// it, but for a moment at the end. Main thread.
class TerminalOutput {
public:
    /// To the terminal of `fd`. `on_taken` is called from the main loop whenever all that has waited is
    /// taken.
    TerminalOutput(int fd, std::function<void()> on_taken);

    /// Writes at once what is taken at once, and the rest when it is.
    void write(std::string_view text);
    /// Whether some of it still waits.
    [[nodiscard]] bool waits() const { return !rest_.empty(); }
    /// Writes the last. Of a terminal that has not taken all after a moment, what it has not read is
    /// given up, so that what the program says afterwards does not wait for it either.
    void finish(std::string_view text);
    /// For a signal's handler, by write_at_once() alone: writing to it may block.
    [[nodiscard]] int fd() const { return terminal_.get(); }

private:
    void write_rest();
    void go_on();

    FileDescriptor terminal_;
    std::function<void()> on_taken_;
    std::string rest_;
    Source writable_;
};

} // namespace pixelpass::terminal
