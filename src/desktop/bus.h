// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"
#include "base/ref.h"

#include <gio/gio.h>

#include <functional>
#include <string>

namespace pixelpass {

template <>
struct RefTraits<GVariant> {
    static void ref(GVariant* value) { g_variant_ref(value); }
    static void unref(GVariant* value) { g_variant_unref(value); }
};

/// What `error` says, for people; frees it.
[[nodiscard]] std::string take_message(GError* error);

/// A connection to a message bus, made in the background, and what is asked through it. Nothing that is
/// answered after its end is heard. Main thread.
class Bus {
public:
    using OnConnected = std::function<void(Result<GDBusConnection*>)>;
    using OnAnswer = std::function<void(Result<Ref<GVariant>>)>;
    struct Call {
        std::string owner; ///< a unique name, so that nothing is started to answer
        std::string path;
        std::string interface;
        std::string method;
        GVariant* arguments = nullptr; ///< floating
        const char* reply = nullptr;   ///< the type of the answer
    };

    /// Connects; `on_connected` is called once, from the main loop. Code::internal: there is no such bus.
    Bus(GBusType type, OnConnected on_connected);
    ~Bus() { g_cancellable_cancel(ended_.get()); }
    Bus(const Bus&) = delete;
    Bus& operator=(const Bus&) = delete;

    /// Null until connected.
    [[nodiscard]] GDBusConnection* connection() const { return connection_.get(); }
    /// Calls a method; needs a connection. Code::internal: it is refused or answered otherwise.
    void call(const Call& call, OnAnswer on_answer) const;
    /// Asks for a property; the answer is its value.
    void get_property(const std::string& owner, const std::string& path, const char* interface,
                      const char* property, OnAnswer on_answer) const;

private:
    static void connected(GObject*, GAsyncResult* result, gpointer data);

    OnConnected on_connected_;
    Ref<GCancellable> ended_;
    Ref<GDBusConnection> connection_;
    Source missing_;
};

/// Hears a signal for as long as it lives. Main thread.
class SignalSubscription {
public:
    struct Signal {
        /// A unique name: for others, GLib before 2.80 hears whoever sends the signal to us alone.
        std::string sender;
        std::string path; ///< any, if empty
        std::string interface;
        std::string name;
        std::string type; ///< of its parameters; others are not heard
    };

    /// `on_signal` must not destroy the subscription.
    SignalSubscription(GDBusConnection* connection, Signal signal,
                       std::function<void(GVariant* parameters)> on_signal);
    ~SignalSubscription() { g_dbus_connection_signal_unsubscribe(connection_.get(), id_); }
    SignalSubscription(const SignalSubscription&) = delete;
    SignalSubscription& operator=(const SignalSubscription&) = delete;

private:
    Signal signal_;
    std::function<void(GVariant*)> on_signal_;
    Ref<GDBusConnection> connection_;
    guint id_;
};

/// Follows who owns a name on a bus, for as long as it lives. Main thread.
class NameWatch {
public:
    enum class Start { never, at_first };

    /// `bus` is connected. `on_owner` is called with the owner's unique name, empty if there is none: soon,
    /// and at each change. It must not destroy the watch.
    NameWatch(const Bus& bus, const char* name, Start start,
              std::function<void(const std::string& owner)> on_owner);
    ~NameWatch() { g_bus_unwatch_name(id_); }
    NameWatch(const NameWatch&) = delete;
    NameWatch& operator=(const NameWatch&) = delete;

private:
    std::function<void(const std::string&)> on_owner_;
    guint id_;
};

} // namespace pixelpass
