// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"
#include "support/run_until.h"
#include "support/shared_bus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass::test {

/// Another program's side of a bus: a connection of its own, with names, objects and signals by hand.
class BusPeer {
public:
    /// How an object behaves; it answers a call by the invocation, at once or later.
    struct Object {
        std::string interface_xml; ///< `<interface name=…>…</interface>`
        std::function<void(const std::string& method, GVariant* parameters, GDBusMethodInvocation*)> on_call;
        std::function<GVariant*(const std::string& property)> get;
    };

    explicit BusPeer(GBusType type)
        : type_(type) {
        GError* error = nullptr;
        gchar* address = g_dbus_address_get_for_bus_sync(type, nullptr, nullptr);
        const auto flags = static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                             G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION);
        connection_ = Ref<GDBusConnection>::adopt(
            g_dbus_connection_new_for_address_sync(address, flags, nullptr, nullptr, &error));
        EXPECT_TRUE(connection_) << take_message(error);
        g_free(address);
    }
    ~BusPeer() {
        while (!served_.empty())
            withdraw(served_.back()->path);
        g_dbus_connection_close_sync(connection_.get(), nullptr, nullptr);
    }
    BusPeer(const BusPeer&) = delete;
    BusPeer& operator=(const BusPeer&) = delete;

    void own(const char* name) { ask_bus("RequestName", g_variant_new("(su)", name, 0)); }
    void disown(const char* name) { ask_bus("ReleaseName", g_variant_new("(s)", name)); }

    void serve(const std::string& path, Object object) {
        static const GDBusInterfaceVTable vtable = {call, get, nullptr, {}};
        const auto xml = "<node>" + object.interface_xml + "</node>";
        auto* node = g_dbus_node_info_new_for_xml(xml.c_str(), nullptr);
        auto served = std::make_unique<Served>(Served{path, std::move(object), 0});
        served->id = g_dbus_connection_register_object(connection_.get(), path.c_str(), node->interfaces[0],
                                                       &vtable, served.get(), nullptr, nullptr);
        EXPECT_NE(served->id, 0U) << path;
        g_dbus_node_info_unref(node);
        served_.push_back(std::move(served));
    }
    void withdraw(const std::string& path) {
        const auto found = std::find_if(served_.begin(), served_.end(),
                                        [&](const auto& each) { return each->path == path; });
        if (found == served_.end())
            return;
        g_dbus_connection_unregister_object(connection_.get(), (*found)->id);
        served_.erase(found);
    }

    /// Sends a signal to all, or to that unique name alone; the bus has it when this returns.
    void emit(const std::string& path, const char* interface, const char* name, GVariant* parameters,
              const char* to = nullptr) {
        g_dbus_connection_emit_signal(connection_.get(), to, path.c_str(), interface, name, parameters,
                                      nullptr);
        ask_bus("GetId", nullptr);
    }

    /// Waits till our own code has heard all signals so far.
    void wait_till_heard() {
        const auto ours = shared_connection(type_);
        bool heard = false;
        const auto id = g_dbus_connection_signal_subscribe(
            ours.get(), nullptr, "test.Mark", nullptr, nullptr, nullptr, G_DBUS_SIGNAL_FLAGS_NONE,
            [](GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*, GVariant*,
               gpointer flag) { *static_cast<bool*>(flag) = true; },
            &heard, nullptr);
        emit("/", "test.Mark", "Here", nullptr, g_dbus_connection_get_unique_name(ours.get()));
        EXPECT_TRUE(run_until([&] { return heard; }));
        g_dbus_connection_signal_unsubscribe(ours.get(), id);
    }

private:
    struct Served {
        std::string path;
        Object object;
        guint id;
    };

    static void call(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar* method,
                     GVariant* parameters, GDBusMethodInvocation* invocation, gpointer served) {
        static_cast<Served*>(served)->object.on_call(method, parameters, invocation);
    }
    static GVariant* get(GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar* property,
                         GError**, gpointer served) {
        return static_cast<Served*>(served)->object.get(property);
    }
    void ask_bus(const char* method, GVariant* arguments) {
        GError* error = nullptr;
        const auto answer = Ref<GVariant>::adopt(g_dbus_connection_call_sync(
            connection_.get(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            method, arguments, nullptr, G_DBUS_CALL_FLAGS_NONE, -1, nullptr, &error));
        EXPECT_TRUE(answer) << method << ": " << take_message(error);
    }

    GBusType type_;
    Ref<GDBusConnection> connection_;
    std::vector<std::unique_ptr<Served>> served_;
};

} // namespace pixelpass::test
