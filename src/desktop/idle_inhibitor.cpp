// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/idle_inhibitor.h"

#include "base/log.h"
#include "base/secret.h"
#include "desktop/portal_names.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* request_interface = "org.freedesktop.portal.Request";
constexpr guint32 inhibit_idle = 8;

Error no_portal() {
    return {Code::internal, "the screen may go dark while it is shared: no desktop portal keeps it awake",
            "install xdg-desktop-portal and the backend of your desktop"};
}

Error refused() {
    return {Code::internal, "the screen may go dark while it is shared: the desktop refuses to keep it awake",
            "switch its screensaver off while you share"};
}

/// Where the portal puts the request with that token (org.freedesktop.portal.Request).
std::string request_path(GDBusConnection* connection, const std::string& token) {
    std::string sender = g_dbus_connection_get_unique_name(connection);
    sender.erase(0, 1);
    std::replace(sender.begin(), sender.end(), '.', '_');
    return std::string(portal_path) + "/request/" + sender + "/" + token;
}

GVariant* inhibit_arguments(const std::string& token) {
    GVariantBuilder options;
    g_variant_builder_init(&options, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&options, "{sv}", "handle_token", g_variant_new_string(token.c_str()));
    g_variant_builder_add(&options, "{sv}", "reason", g_variant_new_string("the screen is shared"));
    return g_variant_new("(sua{sv})", "", inhibit_idle, &options);
}

} // namespace

/// An Inhibit that was asked for; closed when destroyed. It outlives the inhibitor until it is answered,
/// since a Close that comes before the portal has made the request is lost.
class IdleInhibitor::Request {
public:
    Request(IdleInhibitor* by, GDBusConnection* connection, std::string portal, std::string path)
        : inhibitor(by)
        , handle(std::move(path))
        , connection_(Ref<GDBusConnection>::share(connection))
        , portal_(std::move(portal)) {}
    ~Request() {
        g_dbus_connection_call(connection_.get(), portal_.c_str(), handle.c_str(), request_interface, "Close",
                               nullptr, nullptr, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, nullptr, nullptr,
                               nullptr);
        g_dbus_connection_flush_sync(connection_.get(), nullptr, nullptr);
    }
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    IdleInhibitor* inhibitor; ///< null once it is gone
    std::string handle;       ///< the path of the portal's request

private:
    Ref<GDBusConnection> connection_;
    std::string portal_;
};

IdleInhibitor::IdleInhibitor(std::function<void(const Error&)> on_failed)
    : on_failed_(std::move(on_failed))
    , bus_(G_BUS_TYPE_SESSION, [this](const Result<GDBusConnection*>& connected) {
        if (!connected) {
            spdlog::info("no session bus to reach the desktop portal on: {}", connected.error().message);
            return fail_once(no_portal());
        }
        watch_.emplace(bus_, portal_name, NameWatch::Start::at_first,
                       [this](const std::string& portal) { owned_by(portal); });
    }) {}

IdleInhibitor::~IdleInhibitor() { abandon(); }

void IdleInhibitor::owned_by(const std::string& portal) {
    // A new portal knows nothing of what its predecessor was asked.
    abandon();
    if (portal.empty())
        fail_once(no_portal());
    else
        ask(portal);
}

void IdleInhibitor::ask(const std::string& portal) {
    const auto secret = make_secret();
    if (!secret)
        return fail_once(secret.error());
    const auto token = "pixelpass_" + *secret;
    auto* connection = bus_.connection();
    const auto path = request_path(connection, token);
    response_.emplace(connection,
                      SignalSubscription::Signal{.sender = portal,
                                                 .path = path,
                                                 .interface = request_interface,
                                                 .name = "Response",
                                                 .type = "(ua{sv})"},
                      [this](GVariant* parameters) {
                          guint32 response = 0;
                          g_variant_get(parameters, "(ua{sv})", &response, nullptr);
                          if (response != 0)
                              fail_once(refused());
                      });
    asked_ = new Request(this, connection, portal, path);
    g_dbus_connection_call(connection, portal.c_str(), portal_path, "org.freedesktop.portal.Inhibit",
                           "Inhibit", inhibit_arguments(token), G_VARIANT_TYPE("(o)"),
                           G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, nullptr, answered, asked_);
}

void IdleInhibitor::answered(GObject* source, GAsyncResult* result, gpointer data) {
    std::unique_ptr<Request> request(static_cast<Request*>(data));
    GError* error = nullptr;
    const auto answer =
        Ref<GVariant>::adopt(g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error));
    const auto message = take_message(error);
    if (answer) {
        const char* handle = nullptr;
        g_variant_get(answer.get(), "(&o)", &handle);
        request->handle = handle;
    }
    auto* inhibitor = request->inhibitor;
    if (!inhibitor)
        return;
    inhibitor->asked_ = nullptr;
    if (answer) {
        inhibitor->granted_ = std::move(request);
        return;
    }
    spdlog::info("the desktop portal's Inhibit: {}", message);
    inhibitor->fail_once(no_portal());
}

void IdleInhibitor::abandon() {
    response_.reset();
    granted_.reset();
    if (asked_)
        std::exchange(asked_, nullptr)->inhibitor = nullptr;
}

void IdleInhibitor::fail_once(const Error& error) {
    if (const auto on_failed = std::exchange(on_failed_, nullptr))
        on_failed(error);
}

} // namespace pixelpass
