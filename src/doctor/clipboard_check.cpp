// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/clipboard_check.h"

#include "capture/source_request.h"
#include "doctor/mend.h"

#include <glib.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace pixelpass {
namespace {

constexpr PackageNames wl_clipboard{
    .debian = "wl-clipboard", .arch = "wl-clipboard", .fedora = "wl-clipboard"};
constexpr PackageNames xclip{.debian = "xclip", .arch = "xclip", .fedora = "xclip"};
constexpr std::array<std::string_view, 1> of_wayland{"wl-copy"};
constexpr std::array<std::string_view, 2> of_x11{"xclip", "xsel"};

} // namespace

Check judge_clipboard(bool wayland, const std::function<bool(std::string_view)>& has,
                      Distribution distribution) {
    const std::span<const std::string_view> tools =
        wayland ? std::span<const std::string_view>(of_wayland) : of_x11;
    Check check{.name = "clipboard"};
    const auto found = std::ranges::find_if(tools, has);
    if (found != tools.end()) {
        check.found = *found;
        return check;
    }
    check.health = Health::warning;
    check.found = wayland ? "no wl-copy" : "neither xclip nor xsel";
    check.cause = "tickets can't be piped to the clipboard: they are to be copied by hand";
    check.mend = install_command(distribution, wayland ? wl_clipboard : xclip);
    return check;
}

Check check_clipboard() {
    return judge_clipboard(
        in_wayland_session(),
        [](std::string_view program) {
            char* const path = g_find_program_in_path(std::string(program).c_str());
            g_free(path);
            return path != nullptr;
        },
        this_distribution());
}

} // namespace pixelpass
