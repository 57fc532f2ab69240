// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/terminal_output.h"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace pixelpass::terminal {
namespace {

constexpr int patience_ms = 100; ///< at the end

/// Another way to the terminal of `fd`, since whether writing blocks is the same for all who share one, as a
/// shell does with its programs. Where it can't be opened, as after su, the same way all the same.
FileDescriptor open_again(int fd) {
    const auto name = "/proc/self/fd/" + std::to_string(fd);
    FileDescriptor own(open(name.c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    return own.get() >= 0 ? std::move(own) : FileDescriptor(fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

bool takes(int fd, int limit_ms) {
    pollfd output{.fd = fd, .events = POLLOUT, .revents = 0};
    return poll(&output, 1, limit_ms) > 0 && (output.revents & POLLOUT) != 0;
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
    while (waits() && takes(terminal_.get(), 0)) {
        const auto written = ::write(terminal_.get(), rest_.data(), rest_.size());
        if (written < 0 && errno != EAGAIN && errno != EINTR)
            rest_.clear(); // It is gone.
        if (written <= 0)
            return;
        rest_.erase(0, static_cast<std::size_t>(written));
    }
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
    do
        write_rest();
    while (waits() && takes(terminal_.get(), patience_ms));
    if (!std::exchange(rest_, {}).empty()) {
        tcflush(terminal_.get(), TCOFLUSH);
        rest_ = text;
        write_rest();
        rest_.clear();
    }
}

} // namespace pixelpass::terminal
