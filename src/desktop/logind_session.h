// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"

#include <functional>
#include <optional>
#include <string>

namespace pixelpass {

/// What logind says of the session that we run in, or else of the user's that is on display. Main thread.
class LogindSession {
public:
    /// `bus` is connected, and ends together with this. `on_changed` must not destroy it.
    LogindSession(const Bus& bus, std::function<void()> on_changed);
    LogindSession(const LogindSession&) = delete;
    LogindSession& operator=(const LogindSession&) = delete;

    /// It is said to be locked, or asked to be.
    [[nodiscard]] bool locked() const { return hint_ || asked_; }
    /// What it was asked for is done and over. Not every locker tells logind, so others may know better.
    void forget_what_was_asked() { asked_ = false; }

private:
    void owned_by(const std::string& owner);
    void find();
    void find_on_display();
    void follow(const std::string& session);
    void properties_changed(GVariant* parameters);

    const Bus& bus_;
    const std::function<void()> on_changed_;
    std::string owner_;
    bool hint_ = false;
    bool asked_ = false;
    std::optional<SignalSubscription> lock_, unlock_, properties_changed_;
    NameWatch watch_;
};

} // namespace pixelpass
