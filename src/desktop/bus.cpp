// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/bus.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

namespace pixelpass {
namespace {

/// A Bus that is to be connected, unless it has ended.
struct Connecting {
    Ref<GCancellable> ended;
    Bus* bus;
};

struct Pending {
    Ref<GCancellable> ended;
    Bus::OnAnswer on_answer;
};

/// Without an address, GLib waits for a program that starts a bus, which would then outlive us.
bool has_address(GBusType type) {
    if (type != G_BUS_TYPE_SESSION || std::getenv("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    std::error_code failed;
    return std::filesystem::exists(std::filesystem::path(g_get_user_runtime_dir()) / "bus", failed);
}

void answered(GObject* source, GAsyncResult* result, gpointer data) {
    const std::unique_ptr<Pending> pending(static_cast<Pending*>(data));
    GError* error = nullptr;
    auto value =
        Ref<GVariant>::adopt(g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error));
    const auto message = take_message(error);
    if (g_cancellable_is_cancelled(pending->ended.get()))
        return;
    if (value)
        pending->on_answer(std::move(value));
    else
        pending->on_answer(fail(Code::internal, message));
}

} // namespace

std::string take_message(GError* error) {
    if (!error)
        return {};
    g_dbus_error_strip_remote_error(error);
    std::string message = error->message;
    g_error_free(error);
    return message;
}

Bus::Bus(GBusType type, OnConnected on_connected)
    : on_connected_(std::move(on_connected))
    , ended_(Ref<GCancellable>::adopt(g_cancellable_new())) {
    if (has_address(type))
        // GLib makes one connection for all: to cancel it would cancel it for others, too.
        g_bus_get(type, nullptr, connected, new Connecting{Ref<GCancellable>::share(ended_.get()), this});
    else
        missing_ = after(std::chrono::milliseconds(0),
                         [this] { on_connected_(fail(Code::internal, "it has no address")); });
}

void Bus::connected(GObject*, GAsyncResult* result, gpointer data) {
    const std::unique_ptr<Connecting> connecting(static_cast<Connecting*>(data));
    GError* error = nullptr;
    auto connection = Ref<GDBusConnection>::adopt(g_bus_get_finish(result, &error));
    // By default, the end of the bus is the end of the process.
    if (connection)
        g_dbus_connection_set_exit_on_close(connection.get(), FALSE);
    const auto message = take_message(error);
    if (g_cancellable_is_cancelled(connecting->ended.get()))
        return;
    auto& bus = *connecting->bus;
    if (!connection)
        return bus.on_connected_(fail(Code::internal, message));
    bus.connection_ = std::move(connection);
    bus.on_connected_(bus.connection_.get());
}

void Bus::call(const Call& call, OnAnswer on_answer) const {
    auto* pending = new Pending{Ref<GCancellable>::share(ended_.get()), std::move(on_answer)};
    g_dbus_connection_call(connection_.get(), call.owner.c_str(), call.path.c_str(), call.interface.c_str(),
                           call.method.c_str(), call.arguments, G_VARIANT_TYPE(call.reply),
                           G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, ended_.get(), answered, pending);
}

void Bus::get_property(const std::string& owner, const std::string& path, const char* interface,
                       const char* property, OnAnswer on_answer) const {
    call({.owner = owner,
          .path = path,
          .interface = "org.freedesktop.DBus.Properties",
          .method = "Get",
          .arguments = g_variant_new("(ss)", interface, property),
          .reply = "(v)"},
         [on_answer = std::move(on_answer)](Result<Ref<GVariant>> answer) {
             if (!answer)
                 return on_answer(fail(answer));
             GVariant* value = nullptr;
             g_variant_get(answer->get(), "(v)", &value);
             on_answer(Ref<GVariant>::adopt(value));
         });
}

SignalSubscription::SignalSubscription(GDBusConnection* connection, Signal signal,
                                       std::function<void(GVariant*)> on_signal)
    : signal_(std::move(signal))
    , on_signal_(std::move(on_signal))
    , connection_(Ref<GDBusConnection>::share(connection))
    , id_(g_dbus_connection_signal_subscribe(
          connection, signal_.sender.c_str(), signal_.interface.c_str(), signal_.name.c_str(),
          signal_.path.empty() ? nullptr : signal_.path.c_str(), nullptr, G_DBUS_SIGNAL_FLAGS_NONE,
          [](GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*, GVariant* parameters,
             gpointer data) {
              const auto& self = *static_cast<SignalSubscription*>(data);
              if (g_variant_is_of_type(parameters, G_VARIANT_TYPE(self.signal_.type.c_str())))
                  self.on_signal_(parameters);
          },
          this, nullptr)) {}

NameWatch::NameWatch(const Bus& bus, const char* name, Start start,
                     std::function<void(const std::string&)> on_owner)
    : on_owner_(std::move(on_owner))
    , id_(g_bus_watch_name_on_connection(
          bus.connection(), name,
          start == Start::at_first ? G_BUS_NAME_WATCHER_FLAGS_AUTO_START : G_BUS_NAME_WATCHER_FLAGS_NONE,
          [](GDBusConnection*, const gchar*, const gchar* owner, gpointer self) {
              static_cast<NameWatch*>(self)->on_owner_(owner);
          },
          [](GDBusConnection*, const gchar*, gpointer self) { static_cast<NameWatch*>(self)->on_owner_({}); },
          this, nullptr)) {}

} // namespace pixelpass
