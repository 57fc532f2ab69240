// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/commands.h"
#include "cli/menu.h"

#include <array>
#include <unistd.h>
#include <utility>

namespace pixelpass {
namespace {

template <typename Options, std::size_t count>
Options options_without(const std::array<const char*, count>& words) {
    auto parsed = parse_options(static_cast<int>(count), words.data());
    auto* const options = std::get_if<Options>(&parsed);
    return options ? std::move(*options) : Options{};
}

} // namespace

std::optional<Command> ask_by_menu() {
    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
        return std::nullopt;
    Menu menu(options_without<HostOptions>(std::array{"pixelpass", "host"}),
              options_without<ViewOptions>(std::array{"pixelpass", "view", "-"}));
    auto answer = menu.ask();
    if (!answer)
        return std::nullopt;
    if (auto* const host = std::get_if<HostOptions>(&*answer)) {
        host->offers_ticket = true;
        return std::move(*host);
    }
    if (auto* const view = std::get_if<ViewOptions>(&*answer))
        return std::move(*view);
    return EarlyExit{};
}

} // namespace pixelpass
