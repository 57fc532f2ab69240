// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/terminfo.h"

#define NCURSES_NOMACROS 1
#include <ncurses.h>
#include <term.h>
#include <unistd.h>

#include <cstdint>
#include <string_view>

namespace pixelpass::terminal {
namespace {

std::string capability(const char* name) {
    const char* const text = tigetstr(name);
    if (!text || reinterpret_cast<std::intptr_t>(text) == -1)
        return {};
    std::string clean;
    for (std::string_view rest = text; !rest.empty();) {
        // "$<5>" asks for a pause that no terminal needs any more.
        const auto end = rest.starts_with("$<") ? rest.find('>') : std::string_view::npos;
        if (end == std::string_view::npos)
            clean += rest.front();
        rest.remove_prefix(end == std::string_view::npos ? 1 : end + 1);
    }
    return clean;
}

} // namespace

std::optional<std::string> restoring_text() {
    int error = 0;
    if (setupterm(nullptr, STDOUT_FILENO, &error) == ERR)
        return std::nullopt;
    std::optional<std::string> text;
    if (!capability("cup").empty() && !capability("clear").empty())
        text = capability("sgr0") + capability("cnorm") + capability("rmkx") + capability("rmcup");
    del_curterm(cur_term);
    return text;
}

} // namespace pixelpass::terminal
