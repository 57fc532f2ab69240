// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace pixelpass::test {

/// The connection to the session bus that our own code shares.
inline Ref<GDBusConnection> shared_connection(GBusType type = G_BUS_TYPE_SESSION) {
    auto connection = Ref<GDBusConnection>::adopt(g_bus_get_sync(type, nullptr, nullptr));
    if (connection)
        g_dbus_connection_set_exit_on_close(connection.get(), FALSE);
    return connection;
}

/// Waits till nobody shares a connection any more, so that the next one is made anew.
inline void forget_shared_connections() {
    for (const auto type : {G_BUS_TYPE_SESSION, G_BUS_TYPE_SYSTEM}) {
        auto connection = shared_connection(type);
        if (!connection)
            continue;
        bool gone = false;
        g_object_weak_ref(
            G_OBJECT(connection.get()), [](gpointer flag, GObject*) { *static_cast<bool*>(flag) = true; },
            &gone);
        connection = {};
        EXPECT_TRUE(run_until([&] { return gone; })) << "a connection is still in use";
    }
}

/// Where our own code finds a bus, until it is destroyed.
class BusAddress {
public:
    BusAddress(GBusType type, const char* address)
        : type_(type) {
        if (const char* before = std::getenv(variable()))
            before_ = before;
        forget_shared_connections();
        setenv(variable(), address, 1);
    }
    ~BusAddress() {
        forget_shared_connections();
        setenv(variable(), before_.c_str(), 1);
        // A connection that fails is shared as well, until it is gone.
        EXPECT_TRUE(run_until([&] { return static_cast<bool>(shared_connection(type_)); }));
    }
    BusAddress(const BusAddress&) = delete;
    BusAddress& operator=(const BusAddress&) = delete;

private:
    [[nodiscard]] const char* variable() const {
        return type_ == G_BUS_TYPE_SESSION ? "DBUS_SESSION_BUS_ADDRESS" : "DBUS_SYSTEM_BUS_ADDRESS";
    }

    GBusType type_;
    std::string before_;
};

/// No bus at all.
struct NoBus {
    BusAddress session{G_BUS_TYPE_SESSION, "unix:path=/nonexistent"};
    BusAddress system{G_BUS_TYPE_SYSTEM, "unix:path=/nonexistent"};
};

} // namespace pixelpass::test
