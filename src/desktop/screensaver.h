// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"

#include <functional>
#include <optional>
#include <string>

namespace pixelpass {

/// What a screensaver of the session says of itself, as long as one owns the name. Main thread.
class Screensaver {
public:
    /// Screensavers differ in their names only: that on the bus, which is their interface's too, and their
    /// object's path.
    struct Kind {
        const char* name;
        const char* path;
    };

    /// `bus` is connected, and ends together with this. `on_changed` must not destroy it.
    Screensaver(const Bus& bus, Kind kind, std::function<void()> on_changed);
    Screensaver(const Screensaver&) = delete;
    Screensaver& operator=(const Screensaver&) = delete;

    [[nodiscard]] bool active() const { return active_; }

private:
    void owned_by(const std::string& owner);
    void say(bool active);

    const Bus& bus_;
    const Kind kind_;
    const std::function<void()> on_changed_;
    std::string owner_;
    bool active_ = false;
    std::optional<SignalSubscription> active_changed_;
    NameWatch watch_;
};

} // namespace pixelpass
