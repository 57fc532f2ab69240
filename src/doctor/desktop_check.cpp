// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/desktop_check.h"

#include "capture/list_sources.h"
#include "capture/portal_backend.h"
#include "capture/source_request.h"
#include "doctor/mend.h"
#include "doctor/portal_look.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* no_x11_need = "X11 needs none";

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

Check judge_session(const DesktopFacts& facts) {
    const std::string desktop = facts.desktop.empty() ? "" : fmt::format(" ({})", facts.desktop);
    Check check{.name = "session", .code = Code::source};
    if (facts.wayland) {
        check.found = "Wayland" + desktop;
    } else if (facts.display.empty()) {
        check.health = Health::fail;
        check.found =
            facts.type.empty() ? "no desktop" : fmt::format("no desktop, a session of {}", facts.type);
        check.cause = "neither WAYLAND_DISPLAY nor DISPLAY is set: there is no screen to share";
        check.mend = "run it in a terminal of your desktop, or share the test picture with --source test";
    } else if (!facts.display_error.empty()) {
        check.health = Health::fail;
        check.found = "X11" + desktop;
        check.cause = facts.display_error;
        check.mend =
            "run it in a terminal of your desktop, or set DISPLAY and XAUTHORITY to what they are there";
    } else {
        check.found = fmt::format("X11{}, {} {}", desktop, facts.display, facts.display_size);
    }
    return check;
}

/// What is wrong with the portal, and its command; empty if nothing is.
std::pair<std::string, std::string> fault_of(const DesktopFacts& facts, Distribution distribution) {
    using State = PortalFacts::State;
    switch (facts.portal.state) {
    case State::no_bus:
        return {"there is no session bus to ask it by", "run it in a terminal of your desktop"};
    case State::absent:
        return {"xdg-desktop-portal does not run, and can't be started",
                install_command(distribution, std::string_view(fmt::format("xdg-desktop-portal {}",
                                                                           facts.portal_package)))};
    case State::silent:
        return {"xdg-desktop-portal does not answer", "systemctl --user restart xdg-desktop-portal"};
    case State::no_screen_cast:
        return {"xdg-desktop-portal lacks its part that captures this desktop",
                install_command(distribution, std::string_view(facts.portal_package))};
    case State::ready:
        break;
    }
    return {};
}

Check judge_portal(const DesktopFacts& facts, Distribution distribution) {
    Check check{.name = "portal", .code = Code::source};
    const auto [cause, mend] = fault_of(facts, distribution);
    const std::string backends = facts.portal.backends.empty()
                                     ? ""
                                     : fmt::format(", backends: {}", fmt::join(facts.portal.backends, ", "));
    if (cause.empty()) {
        check.found = fmt::format("ScreenCast version {}{}", facts.portal.version, backends);
    } else if (!facts.wayland) {
        check.found = fmt::format("{}; {}", cause, no_x11_need);
    } else {
        check.health = Health::fail;
        check.found = "no ScreenCast" + backends;
        check.cause = cause + ": on Wayland nothing else captures the screen";
        check.mend = mend;
    }
    return check;
}

void look_at_display(DesktopFacts& facts) {
    facts.display = variable("DISPLAY");
    if (facts.wayland || facts.display.empty())
        return;
    const auto sources = list_sources(facts.display);
    if (!sources) {
        facts.display_error = sources.error().message;
        return;
    }
    const auto screen = std::ranges::find(*sources, "screen", &SourceInfo::kind);
    if (screen != sources->end())
        facts.display_size = fmt::format("{}x{}", screen->size.width, screen->size.height);
}

} // namespace

Checks judge_desktop(const DesktopFacts& facts, Distribution distribution) {
    Checks checks{judge_session(facts)};
    // Without a desktop there is no portal either, which is no fault of its own.
    if (facts.wayland || !facts.display.empty())
        checks.push_back(judge_portal(facts, distribution));
    return checks;
}

Checks check_desktop() {
    DesktopFacts facts{.wayland = in_wayland_session(),
                       .type = variable("XDG_SESSION_TYPE"),
                       .desktop = variable("XDG_CURRENT_DESKTOP"),
                       .display = {},
                       .display_size = {},
                       .display_error = {},
                       .portal = look_at_portal(),
                       .portal_package = portal_backend_package()};
    look_at_display(facts);
    return judge_desktop(facts, this_distribution());
}

} // namespace pixelpass
