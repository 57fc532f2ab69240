// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/bus.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* bus_name = "org.freedesktop.DBus";

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
        g_bus_get(type, ended_.get(), connected, this);
    else
        missing_ = after(std::chrono::milliseconds(0),
                         [this] { on_connected_(fail(Code::internal, "it has no address")); });
}

void Bus::connected(GObject*, GAsyncResult* result, gpointer data) {
    GError* error = nullptr;
    auto connection = Ref<GDBusConnection>::adopt(g_bus_get_finish(result, &error));
    // Only our destructor cancels, so `data` is not to be touched any more.
    if (error && error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
        return g_error_free(error);
    auto& bus = *static_cast<Bus*>(data);
    const auto message = take_message(error);
    if (!connection)
        return bus.on_connected_(fail(Code::internal, message));
    // By default, the end of the bus is the end of the process.
    g_dbus_connection_set_exit_on_close(connection.get(), FALSE);
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
          signal_.path.empty() ? nullptr : signal_.path.c_str(), signal_.first_argument,
          G_DBUS_SIGNAL_FLAGS_NONE,
          [](GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*, GVariant* parameters,
             gpointer data) {
              const auto& self = *static_cast<SignalSubscription*>(data);
              if (g_variant_is_of_type(parameters, G_VARIANT_TYPE(self.signal_.type.c_str())))
                  self.on_signal_(parameters);
          },
          this, nullptr)) {}

NameWatch::NameWatch(const Bus& bus, std::string name, Start start,
                     std::function<void(const std::string&)> on_owner)
    : bus_(bus)
    , name_(std::move(name))
    , on_owner_(std::move(on_owner))
    , changed_(bus.connection(),
               {.sender = bus_name,
                .path = {},
                .interface = bus_name,
                .name = "NameOwnerChanged",
                .type = "(sss)",
                .first_argument = name_.c_str()},
               [this](GVariant* parameters) {
                   const char* owner = nullptr;
                   g_variant_get(parameters, "(&s&s&s)", nullptr, nullptr, &owner);
                   owned_by(owner);
               })
    , closed_(g_signal_connect_swapped(bus.connection(), "closed",
                                       G_CALLBACK(+[](NameWatch* self) { self->owned_by({}); }), this)) {
    if (start == Start::at_first)
        // It may have an owner even if the bus does not know how to start one.
        ask("StartServiceByName", g_variant_new("(su)", name_.c_str(), 0), "(u)",
            [this](const Result<Ref<GVariant>>&) { ask_for_owner(); });
    else
        ask_for_owner();
}

void NameWatch::ask(const char* method, GVariant* arguments, const char* reply,
                    Bus::OnAnswer on_answer) const {
    bus_.call({.owner = bus_name,
               .path = "/org/freedesktop/DBus",
               .interface = bus_name,
               .method = method,
               .arguments = arguments,
               .reply = reply},
              std::move(on_answer));
}

void NameWatch::ask_for_owner() {
    ask("GetNameOwner", g_variant_new("(s)", name_.c_str()), "(s)",
        [this](const Result<Ref<GVariant>>& answer) {
            // Answers are read later than signals, so a change that was heard is as new or newer.
            if (owner_)
                return;
            const char* owner = "";
            if (answer)
                g_variant_get(answer->get(), "(&s)", &owner);
            owned_by(owner);
        });
}

void NameWatch::owned_by(const std::string& owner) {
    if (owner_ == owner)
        return;
    owner_ = owner;
    on_owner_(owner);
}

} // namespace pixelpass
