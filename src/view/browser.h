// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "base/error.h"

#include <filesystem>
#include <string>
#include <vector>

namespace pixelpass {

/// How a person's browser is started.
struct Browser {
    std::vector<std::string>
        start; ///< the words; `%s` in one stands for the address, else it is the last word
};

/// Where a browser is looked for.
struct BrowserPlaces {
    std::string wanted;          ///< BROWSER: commands, with a colon between each two
    std::string default_program; ///< what the desktop opens web addresses with; empty: none is set
    std::vector<std::filesystem::path> programs; ///< folders of programs

    /// Those of this machine, for this user.
    [[nodiscard]] static BrowserPlaces here();
};

/// The browser that the person wants: the first of BROWSER, else the desktop's default, else one that is
/// known. One of Chromium's family shows the page in a window of its own. Error: Code::player names what to
/// install.
[[nodiscard]] Result<Browser> find_browser(const BrowserPlaces& places);

/// The command that opens `address`. It outlives us: the person may do other things in that browser.
[[nodiscard]] Child::Command browser_command(const Browser& browser, const std::string& address);

} // namespace pixelpass
