// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "support/bus_peer.h"

#include <algorithm>
#include <string>

namespace pixelpass::test {

/// A desktop portal that knows Inhibit, and nothing else.
class FakePortal {
public:
    enum class Behaviour { grants, refuses, waits, knows_no_inhibit };

    explicit FakePortal(Behaviour behaviour = Behaviour::grants)
        : behaviour_(behaviour) {
        if (behaviour != Behaviour::knows_no_inhibit)
            serve_inhibit();
        peer_.own("org.freedesktop.portal.Desktop");
    }

    /// Grants what it waited with.
    void go_on() { answer(); }

    [[nodiscard]] int asked() const { return asked_; } ///< times
    [[nodiscard]] int open() const { return open_; }   ///< requests
    [[nodiscard]] guint32 flags() const { return flags_; }
    [[nodiscard]] const std::string& handle() const { return handle_; }

private:
    void serve_inhibit() {
        peer_.serve("/org/freedesktop/portal/desktop",
                    {.interface_xml =
                         "<interface name='org.freedesktop.portal.Inhibit'><method name='Inhibit'>"
                         "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
                         "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/>"
                         "</method></interface>",
                     .on_call = [this](const std::string&, GVariant* parameters,
                                       GDBusMethodInvocation* call) { inhibit(parameters, call); },
                     .get = nullptr});
    }
    void inhibit(GVariant* parameters, GDBusMethodInvocation* call) {
        ++asked_;
        GVariant* options = nullptr;
        g_variant_get(parameters, "(&su@a{sv})", nullptr, &flags_, &options);
        const char* token = "";
        EXPECT_TRUE(g_variant_lookup(options, "handle_token", "&s", &token));
        std::string sender = g_dbus_method_invocation_get_sender(call) + 1;
        std::replace(sender.begin(), sender.end(), '.', '_');
        handle_ = "/org/freedesktop/portal/desktop/request/" + sender + "/" + token;
        g_variant_unref(options);
        call_ = call;
        if (behaviour_ != Behaviour::waits)
            answer();
    }
    void answer() {
        peer_.serve(handle_, {.interface_xml = "<interface name='org.freedesktop.portal.Request'>"
                                               "<method name='Close'/></interface>",
                              .on_call =
                                  [this](const std::string&, GVariant*, GDBusMethodInvocation* close) {
                                      --open_;
                                      g_dbus_method_invocation_return_value(close, nullptr);
                                  },
                              .get = nullptr});
        ++open_;
        g_dbus_method_invocation_return_value(call_, g_variant_new("(o)", handle_.c_str()));
        const guint32 response = behaviour_ == Behaviour::refuses ? 2 : 0;
        peer_.emit(handle_, "org.freedesktop.portal.Request", "Response",
                   g_variant_new("(ua{sv})", response, nullptr));
    }

    Behaviour behaviour_;
    int asked_ = 0;
    int open_ = 0;
    guint32 flags_ = 0;
    std::string handle_;
    GDBusMethodInvocation* call_ = nullptr;
    BusPeer peer_{G_BUS_TYPE_SESSION};
};

} // namespace pixelpass::test
