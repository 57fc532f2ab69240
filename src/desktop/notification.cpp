// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/notification.h"

#include "base/log.h"
#include "desktop/portal_names.h"

#include <unistd.h>

#include <utility>

namespace pixelpass {
namespace {

constexpr const char* interface = "org.freedesktop.portal.Notification";

GVariant* buttons_of(const Notification& notification) {
    GVariantBuilder buttons;
    g_variant_builder_init(&buttons, G_VARIANT_TYPE("aa{sv}"));
    for (const auto& [label, action] : notification.buttons) {
        g_variant_builder_open(&buttons, G_VARIANT_TYPE_VARDICT);
        g_variant_builder_add(&buttons, "{sv}", "label", g_variant_new_string(label.c_str()));
        g_variant_builder_add(&buttons, "{sv}", "action", g_variant_new_string(action.c_str()));
        g_variant_builder_close(&buttons);
    }
    return g_variant_builder_end(&buttons);
}

GVariant* arguments_of(const std::string& id, const Notification& notification) {
    GVariantBuilder fields;
    g_variant_builder_init(&fields, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&fields, "{sv}", "title", g_variant_new_string(notification.title.c_str()));
    if (!notification.body.empty())
        g_variant_builder_add(&fields, "{sv}", "body", g_variant_new_string(notification.body.c_str()));
    if (!notification.buttons.empty()) {
        g_variant_builder_add(&fields, "{sv}", "priority", g_variant_new_string("high"));
        g_variant_builder_add(&fields, "{sv}", "buttons", buttons_of(notification));
    }
    return g_variant_new("(sa{sv})", id.c_str(), &fields);
}

} // namespace

Notifier::Notifier(OnAction on_action)
    : on_action_(std::move(on_action))
    , prefix_("pixelpass-" + std::to_string(getpid()) + "-")
    , bus_(G_BUS_TYPE_SESSION, [this](const Result<GDBusConnection*>& connected) {
        if (!connected)
            return spdlog::info("no session bus to show notifications by: {}", connected.error().message);
        watch_.emplace(bus_, portal_name, NameWatch::Start::at_first,
                       [this](const std::string& portal) { owned_by(portal); });
    }) {}

Notifier::~Notifier() {
    for (const auto& [id, has_buttons] : shown_) {
        if (has_buttons)
            remove(id);
    }
    if (bus_.connection())
        g_dbus_connection_flush_sync(bus_.connection(), nullptr, nullptr);
}

void Notifier::owned_by(const std::string& portal) {
    portal_ = portal;
    action_.reset();
    found_ = true;
    const auto waiting = std::exchange(waits_, {});
    if (portal.empty())
        return spdlog::info("no desktop portal shows notifications");
    action_.emplace(bus_.connection(),
                    SignalSubscription::Signal{.sender = portal,
                                               .path = portal_path,
                                               .interface = interface,
                                               .name = "ActionInvoked",
                                               .type = "(ssav)"},
                    [this](GVariant* parameters) {
                        const char* id = nullptr;
                        const char* action = nullptr;
                        g_variant_get(parameters, "(&s&sav)", &id, &action, nullptr);
                        // Desktops tell all programs without an id of their own of each other's.
                        const std::string whole(id);
                        if (whole.starts_with(prefix_))
                            on_action_(whole.substr(prefix_.size()), action);
                    });
    for (const auto& [id, notification] : waiting)
        add(id, notification);
}

void Notifier::show(const std::string& id, const Notification& notification) {
    shown_[id] = !notification.buttons.empty();
    if (!found_)
        waits_[id] = notification;
    else
        add(id, notification);
}

void Notifier::withdraw(const std::string& id) {
    waits_.erase(id);
    if (shown_.erase(id) > 0)
        remove(id);
}

void Notifier::add(const std::string& id, const Notification& notification) const {
    if (portal_.empty())
        return;
    bus_.call({.owner = portal_,
               .path = portal_path,
               .interface = interface,
               .method = "AddNotification",
               .arguments = arguments_of(prefix_ + id, notification),
               .reply = "()"},
              [](const Result<Ref<GVariant>>& answer) {
                  if (!answer)
                      spdlog::info("the desktop shows no notification: {}", answer.error().message);
              });
}

void Notifier::remove(const std::string& id) const {
    if (portal_.empty())
        return;
    bus_.call({.owner = portal_,
               .path = portal_path,
               .interface = interface,
               .method = "RemoveNotification",
               .arguments = g_variant_new("(s)", (prefix_ + id).c_str()),
               .reply = "()"},
              [](const Result<Ref<GVariant>>&) {});
}

} // namespace pixelpass
