// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/status_line.h"

#include "cli/print.h"

#include <glib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <utility>

namespace pixelpass {
namespace {

constexpr unsigned usual_columns = 80;

unsigned columns_of_terminal() {
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : usual_columns;
}

unsigned columns_of(gunichar character) {
    return g_unichar_iszerowidth(character) ? 0 : g_unichar_iswide(character) ? 2 : 1;
}

} // namespace

std::string fit(const std::string& text, unsigned columns) {
    unsigned taken = 0;
    const char* at = text.c_str();
    while (*at) {
        taken += columns_of(g_utf8_get_char(at));
        if (taken > columns)
            break;
        at = g_utf8_next_char(at);
    }
    return {text.c_str(), at};
}

StatusLine::StatusLine(bool in_place)
    : in_place_(in_place && isatty(STDERR_FILENO) == 1) {}

void StatusLine::show(const std::string& text) {
    if (in_place_) {
        clear();
        // A line that fills the last column would be two.
        print(stderr, fit(text, columns_of_terminal() - 1));
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
