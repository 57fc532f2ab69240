// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "support/bus_peer.h"

#include <string>

namespace pixelpass::test {

/// A screensaver on the session bus.
class FakeScreensaver {
public:
    explicit FakeScreensaver(std::string name = "org.gnome.ScreenSaver",
                             std::string path = "/org/gnome/ScreenSaver", bool active = false)
        : name_(std::move(name))
        , path_(std::move(path))
        , active_(active) {
        peer_.serve(path_,
                    {.interface_xml = "<interface name='" + name_ +
                                      "'><method name='GetActive'><arg type='b' direction='out'/></method>"
                                      "<signal name='ActiveChanged'><arg type='b'/></signal></interface>",
                     .on_call =
                         [this](const std::string&, GVariant*, GDBusMethodInvocation* call) {
                             asked_ = true;
                             g_dbus_method_invocation_return_value(call, g_variant_new("(b)", active_));
                         },
                     .get = nullptr});
        peer_.own(name_.c_str());
    }

    void become(bool active) {
        active_ = active;
        peer_.emit(path_, name_.c_str(), "ActiveChanged", g_variant_new("(b)", active));
    }
    /// Gives its name up and lives on.
    void resign() { peer_.disown(name_.c_str()); }
    [[nodiscard]] bool asked() const { return asked_; }
    [[nodiscard]] BusPeer& peer() { return peer_; }

private:
    std::string name_;
    std::string path_;
    bool active_;
    bool asked_ = false;
    BusPeer peer_{G_BUS_TYPE_SESSION};
};

/// logind on the system bus, with one session.
class FakeLogind {
public:
    enum class Session { ours, on_display };

    explicit FakeLogind(Session session = Session::ours, bool locked = false)
        : session_(session)
        , locked_(locked) {
        serve_manager();
        serve_user();
        serve_session();
        peer_.own("org.freedesktop.login1");
    }

    void lock() { peer_.emit(path, interface, "Lock", nullptr); }
    void unlock() { peer_.emit(path, interface, "Unlock", nullptr); }
    void hint(bool locked) {
        locked_ = locked;
        GVariantBuilder changed;
        g_variant_builder_init(&changed, G_VARIANT_TYPE_VARDICT);
        g_variant_builder_add(&changed, "{sv}", "LockedHint", g_variant_new_boolean(locked));
        peer_.emit(path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                   g_variant_new("(sa{sv}as)", interface, &changed, nullptr));
    }
    void resign() { peer_.disown("org.freedesktop.login1"); }
    [[nodiscard]] bool asked() const { return asked_; }
    [[nodiscard]] BusPeer& peer() { return peer_; }

    static constexpr const char* path = "/org/freedesktop/login1/session/_32";
    static constexpr const char* interface = "org.freedesktop.login1.Session";

private:
    void serve_manager() {
        peer_.serve("/org/freedesktop/login1",
                    {.interface_xml =
                         "<interface name='org.freedesktop.login1.Manager'><method name='GetSession'>"
                         "<arg type='s' direction='in'/><arg type='o' direction='out'/></method></interface>",
                     .on_call =
                         [this](const std::string&, GVariant* parameters, GDBusMethodInvocation* call) {
                             const char* id = nullptr;
                             g_variant_get(parameters, "(&s)", &id);
                             EXPECT_STREQ(id, "auto");
                             if (session_ == Session::ours)
                                 g_dbus_method_invocation_return_value(call, g_variant_new("(o)", path));
                             else
                                 g_dbus_method_invocation_return_dbus_error(
                                     call, "org.freedesktop.login1.NoSuchSession", "no session 'auto' known");
                         },
                     .get = nullptr});
    }
    void serve_user() {
        peer_.serve("/org/freedesktop/login1/user/self",
                    {.interface_xml = "<interface name='org.freedesktop.login1.User'>"
                                      "<property name='Display' type='(so)' access='read'/></interface>",
                     .on_call = nullptr,
                     .get = [](const std::string&) { return g_variant_new("(so)", "2", path); }});
    }
    void serve_session() {
        peer_.serve(path,
                    {.interface_xml = "<interface name='org.freedesktop.login1.Session'>"
                                      "<property name='LockedHint' type='b' access='read'/></interface>",
                     .on_call = nullptr,
                     .get = [this](const std::string&) {
                         asked_ = true;
                         return g_variant_new_boolean(locked_);
                     }});
    }

    Session session_;
    bool locked_;
    bool asked_ = false;
    BusPeer peer_{G_BUS_TYPE_SYSTEM};
};

} // namespace pixelpass::test
