// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "support/bus_peer.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace pixelpass::test {

/// A desktop portal that knows notifications, and nothing else.
class FakeNotifications {
public:
    struct Shown {
        std::string title;
        std::string body;
        std::vector<std::string> buttons; ///< each its label and its action
    };

    FakeNotifications() {
        peer_.serve(
            "/org/freedesktop/portal/desktop",
            {.interface_xml = "<interface name='org.freedesktop.portal.Notification'>"
                              "<method name='AddNotification'><arg type='s' direction='in'/>"
                              "<arg type='a{sv}' direction='in'/></method>"
                              "<method name='RemoveNotification'><arg type='s' direction='in'/></method>"
                              "</interface>",
             .on_call =
                 [this](const std::string& method, GVariant* parameters, GDBusMethodInvocation* call) {
                     if (method == "AddNotification")
                         add(parameters);
                     else
                         remove(parameters);
                     g_dbus_method_invocation_return_value(call, nullptr);
                 },
             .get = nullptr});
        peer_.own("org.freedesktop.portal.Desktop");
    }

    /// What is shown now, by id.
    [[nodiscard]] const std::map<std::string, Shown>& shown() const { return shown_; }
    [[nodiscard]] bool has(const std::string& title) const { return !id_of(title).empty(); }
    /// Of the one with that title; empty if there is none.
    [[nodiscard]] std::string id_of(const std::string& title) const {
        const auto found =
            std::ranges::find_if(shown_, [&](const auto& each) { return each.second.title == title; });
        return found == shown_.end() ? std::string() : found->first;
    }
    [[nodiscard]] int added() const { return added_; } ///< times
    void press(const std::string& id, const char* action) {
        peer_.emit("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Notification", "ActionInvoked",
                   g_variant_new("(ssav)", id.c_str(), action, nullptr));
    }

private:
    static std::string text(GVariant* fields, const char* key) {
        const char* found = "";
        g_variant_lookup(fields, key, "&s", &found);
        return found;
    }
    void add(GVariant* parameters) {
        const char* id = nullptr;
        GVariant* fields = nullptr;
        g_variant_get(parameters, "(&s@a{sv})", &id, &fields);
        auto& shown =
            shown_[id] = {.title = text(fields, "title"), .body = text(fields, "body"), .buttons = {}};
        GVariantIter* buttons = nullptr;
        if (g_variant_lookup(fields, "buttons", "aa{sv}", &buttons)) {
            while (GVariant* button = g_variant_iter_next_value(buttons)) {
                shown.buttons.push_back(text(button, "label") + " " + text(button, "action"));
                g_variant_unref(button);
            }
            g_variant_iter_free(buttons);
        }
        g_variant_unref(fields);
        ++added_;
    }
    void remove(GVariant* parameters) {
        const char* id = nullptr;
        g_variant_get(parameters, "(&s)", &id);
        shown_.erase(id);
    }

    std::map<std::string, Shown> shown_;
    int added_ = 0;
    BusPeer peer_{G_BUS_TYPE_SESSION};
};

} // namespace pixelpass::test
