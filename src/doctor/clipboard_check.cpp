// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/clipboard_check.h"

#include "base/program_path.h"
#include "desktop/clipboard.h"
#include "doctor/mend.h"

#include <algorithm>
#include <string>

namespace pixelpass {

Check judge_clipboard(bool wayland, const std::function<bool(const std::string&)>& has,
                      Distribution distribution) {
    const auto tools = clipboard_tools(wayland);
    Check check{.name = "clipboard"};
    const auto found = std::ranges::find_if(tools, has, &ClipboardTool::name);
    if (found != tools.end()) {
        check.found = found->name();
        return check;
    }
    check.health = Health::warning;
    check.found = wayland ? "no wl-copy" : "neither xclip nor xsel";
    check.cause = "tickets may not get onto the clipboard: not every terminal puts them there";
    const auto package = tools.front().package;
    check.mend = install_command(distribution, {.debian = package, .arch = package, .fedora = package});
    return check;
}

Check check_clipboard() {
    return judge_clipboard(ClipboardPlaces::here().wayland, is_in_path, this_distribution());
}

} // namespace pixelpass
