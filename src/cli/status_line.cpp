// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/status_line.h"

#include "cli/print.h"
#include "terminal/characters.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <utility>

namespace pixelpass {
namespace {

constexpr int usual_columns = 80;

int columns_of_terminal() {
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : usual_columns;
}

} // namespace

StatusLine::StatusLine(bool in_place)
    : in_place_(in_place && isatty(STDERR_FILENO) == 1) {}

void StatusLine::show(const std::string& text) {
    if (in_place_) {
        clear();
        // A line that fills the last column would be two.
        print(stderr, terminal::fit(text, columns_of_terminal() - 1));
        shown_ = !text.empty();
        return;
    }
    if (text.empty())
        return;
    const auto now = Clock::now();
    if (!next_at_)
        next_at_ = now + soon;
    if (now < *next_at_)
        return;
    next_at_ = now + seldom;
    print(stderr, text + '\n');
}

void StatusLine::clear() {
    if (std::exchange(shown_, false))
        print(stderr, "\r\x1b[K");
}

} // namespace pixelpass
