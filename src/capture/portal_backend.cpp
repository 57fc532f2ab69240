// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_backend.h"

#include <array>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace pixelpass {

std::string portal_backend_package() {
    const char* variable = std::getenv("XDG_CURRENT_DESKTOP");
    const std::string_view desktop = variable ? variable : "";
    constexpr std::array<std::pair<std::string_view, const char*>, 3> backends{
        {{"GNOME", "xdg-desktop-portal-gnome"},
         {"KDE", "xdg-desktop-portal-kde"},
         {"Hyprland", "xdg-desktop-portal-hyprland"}}};
    for (const auto& [name, package] : backends) {
        if (desktop.find(name) != std::string_view::npos)
            return package;
    }
    return "xdg-desktop-portal-wlr";
}

} // namespace pixelpass
