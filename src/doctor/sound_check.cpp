// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/sound_check.h"

#include "capture/source_request.h"
#include "doctor/mend.h"
#include "doctor/pipewire_look.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

constexpr PackageNames packages{.debian = "pipewire pipewire-pulse wireplumber",
                                .arch = "pipewire pipewire-pulse wireplumber",
                                .fedora = "pipewire pipewire-pulseaudio wireplumber"};
constexpr const char* start = "systemctl --user start pipewire wireplumber";
constexpr const char* restart = "systemctl --user restart pipewire wireplumber";

} // namespace

Check judge_pipewire(const PipeWireFacts& facts, bool wayland, Distribution distribution) {
    using State = PipeWireFacts::State;
    Check check{.name = "pipewire", .code = wayland ? Code::source : Code::audio};
    if (facts.state != State::answers) {
        const bool absent = facts.state == State::absent;
        check.health = wayland ? Health::fail : Health::warning;
        check.found = absent ? "PipeWire does not run" : "PipeWire does not answer";
        check.cause = wayland ? "on Wayland the screen comes by PipeWire, and sound does, too"
                              : "a share has no sound, only the picture";
        check.mend = !absent ? restart : facts.installed ? start : install_command(distribution, packages);
    } else if (facts.manager.empty()) {
        check.health = wayland ? Health::fail : Health::warning;
        check.found = fmt::format("PipeWire {}, no session manager", facts.version);
        check.cause = wayland
                          ? "WirePlumber does not run: nothing links the screen's stream to the share, so "
                            "that viewers see nothing, and there is no sound"
                          : "WirePlumber does not run: programs play into nothing, and there is no "
                            "default output to hear";
        check.mend = start;
    } else {
        check.found = fmt::format("PipeWire {}, {}", facts.version, facts.manager);
    }
    return check;
}

Checks check_sound() {
    return {judge_pipewire(look_at_pipewire(), in_wayland_session(), this_distribution())};
}

} // namespace pixelpass
