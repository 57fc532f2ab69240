// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace pixelpass {

/// Where xdg-desktop-portal is found on the session bus.
inline constexpr const char* portal_name = "org.freedesktop.portal.Desktop";
inline constexpr const char* portal_path = "/org/freedesktop/portal/desktop";

} // namespace pixelpass
