// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What the desktop shows beside what a person does.
struct Notification {
    struct Button {
        std::string label;
        std::string action; ///< by which its press is told
    };

    std::string title; ///< plain text, as is the body
    std::string body;  ///< may be empty
    std::vector<Button> buttons = {};
};

/// Shows notifications by the desktop portal (org.freedesktop.portal.Notification). Where there is none, or
/// it shows none, nothing happens, and the log says so. Main thread.
class Notifier {
public:
    using OnAction = std::function<void(const std::string& id, const std::string& action)>;

    /// Connects in the background; what is shown before, is shown then. `on_action` must not destroy it.
    explicit Notifier(OnAction on_action);
    /// Withdraws all that have buttons, which nobody would hear any more.
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    /// Shows it in place of the one of the same `id`.
    void show(const std::string& id, const Notification& notification);
    /// Takes it back if it is still there.
    void withdraw(const std::string& id);

private:
    void owned_by(const std::string& portal);
    void add(const std::string& id, const Notification& notification) const;
    void remove(const std::string& id) const;

    const OnAction on_action_;
    const std::string prefix_;                  ///< of our ids, as other hosts have theirs
    std::string portal_;                        ///< empty: it is not there
    std::map<std::string, Notification> waits_; ///< for the portal to come at first
    std::map<std::string, bool> shown_;         ///< whether it has buttons
    bool found_ = false;
    std::optional<SignalSubscription> action_;
    Bus bus_;
    std::optional<NameWatch> watch_;
};

} // namespace pixelpass
