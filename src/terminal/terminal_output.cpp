// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/terminal_output.h"

#include "base/monotonic.h"
#include "terminal/write_at_once.h"

#include <fcntl.h>
#include <termios.h>

#include <chrono>
#include <utility>

namespace pixelpass::terminal {
namespace {

constexpr std::chrono::milliseconds patience{500}; ///< at the end, for all of it

/// Another way to the terminal of `fd`, since whether writing blocks is the same for all who share one, as a
/// shell does with its programs. Where it can't be opened, as after su, the same way all the same, on which
/// write_at_once() goes slower.
FileDescriptor open_again(int fd) {
    const auto name = "/proc/self/fd/" + std::to_string(fd);
    FileDescriptor own(open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    return own.get() >= 0 ? std::move(own) : FileDescriptor(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

} // namespace

TerminalOutput::TerminalOutput(int fd, std::function<void()> on_taken)
    : terminal_(open_again(fd))
    , on_taken_(std::move(on_taken)) {}

void TerminalOutput::write(std::string_view text) {
    rest_ += text;
    write_rest();
    if (waits() && !writable_.active())
        writable_ = on_writable(terminal_.get(), [this] { go_on(); });
}

void TerminalOutput::write_rest() {
    // What is for one that is gone is for nobody.
    rest_.erase(0, write_at_once(terminal_.get(), rest_).value_or(rest_.size()));
}

void TerminalOutput::go_on() {
    write_rest();
    if (waits())
        return;
    writable_.reset();
    on_taken_();
}

void TerminalOutput::finish(std::string_view text) {
    writable_.reset();
    rest_ += text;
    write_rest();
    const auto left_ms = [deadline = monotonic_now() + patience] {
        const auto left = deadline - monotonic_now();
        return static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(left).count());
    };
    for (int left = left_ms(); waits() && left > 0 && takes_more(terminal_.get(), left); left = left_ms())
        write_rest();
    if (!std::exchange(rest_, {}).empty()) {
        tcflush(terminal_.get(), TCOFLUSH);
        rest_ = text;
        write_rest();
        rest_.clear();
    }
}

} // namespace pixelpass::terminal
