// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/write_at_once.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace pixelpass::terminal {

bool takes_more(int fd, int limit_ms) {
    pollfd output{.fd = fd, .events = POLLOUT, .revents = 0};
    return poll(&output, 1, limit_ms) > 0 && (output.revents & POLLOUT) != 0;
}

std::optional<std::size_t> write_at_once(int fd, std::string_view text) {
    // Where it blocks until all is taken, a byte is what poll() promises room for.
    const bool blocks = (fcntl(fd, F_GETFL) & O_NONBLOCK) == 0;
    std::size_t taken = 0;
    while (taken < text.size() && takes_more(fd, 0)) {
        const auto rest = text.substr(taken);
        const auto written = write(fd, rest.data(), blocks ? 1 : rest.size());
        if (written < 0 && errno != EAGAIN && errno != EINTR)
            return std::nullopt;
        if (written <= 0)
            break;
        taken += static_cast<std::size_t>(written);
    }
    return taken;
}

} // namespace pixelpass::terminal
