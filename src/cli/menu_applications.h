// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/list_applications.h"
#include "cli/menu_layout.h"

#include <string>
#include <vector>

namespace pixelpass {

// The page of the menu on which applications are chosen, while they come and go. Pure.

/// Before it is known who plays. Its first entry goes on; each other is an application.
[[nodiscard]] MenuPage applications_page();

/// Has those on it who play now, up to a hundred, and those who did: nothing moves below a finger. New ones
/// are checked if they are among `remembered`. A notice that is about something else stays.
void show_applications(MenuPage& page, const std::vector<ApplicationInfo>& playing,
                       const std::vector<std::string>& remembered);

/// Checks it, or no longer.
void check_application(MenuEntry& application);

/// Those that are checked.
[[nodiscard]] std::vector<std::string> checked_applications(const MenuPage& page);

} // namespace pixelpass
