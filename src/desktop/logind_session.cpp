// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/logind_session.h"

#include "base/log.h"

#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* session_interface = "org.freedesktop.login1.Session";

} // namespace

LogindSession::LogindSession(const Bus& bus, std::function<void()> on_changed)
    : bus_(bus)
    , on_changed_(std::move(on_changed))
    , watch_(bus, "org.freedesktop.login1", NameWatch::Start::never,
             [this](const std::string& owner) { owned_by(owner); }) {}

void LogindSession::owned_by(const std::string& owner) {
    owner_ = owner;
    lock_.reset();
    unlock_.reset();
    properties_changed_.reset();
    hint_ = asked_ = false;
    on_changed_();
    if (!owner.empty())
        find();
}

void LogindSession::find() {
    bus_.call({.owner = owner_,
               .path = "/org/freedesktop/login1",
               .interface = "org.freedesktop.login1.Manager",
               .method = "GetSession",
               .arguments = g_variant_new("(s)", "auto"),
               .reply = "(o)"},
              [this, owner = owner_](const Result<Ref<GVariant>>& answer) {
                  if (owner != owner_)
                      return;
                  // An old logind knows no "auto" for what runs outside of a session, as under systemd
                  // --user.
                  if (!answer)
                      return find_on_display();
                  const char* session = nullptr;
                  g_variant_get(answer->get(), "(&o)", &session);
                  follow(session);
              });
}

void LogindSession::find_on_display() {
    bus_.get_property(owner_, "/org/freedesktop/login1/user/self", "org.freedesktop.login1.User", "Display",
                      [this, owner = owner_](const Result<Ref<GVariant>>& answer) {
                          if (owner != owner_)
                              return;
                          const char* session = "/"; // logind's own way to say that there is none
                          if (answer && g_variant_is_of_type(answer->get(), G_VARIANT_TYPE("(so)")))
                              g_variant_get(answer->get(), "(&s&o)", nullptr, &session);
                          if (std::string_view(session) != "/")
                              follow(session);
                          else
                              spdlog::info("logind knows no session of ours");
                      });
}

void LogindSession::follow(const std::string& session) {
    SignalSubscription::Signal signal{
        .sender = owner_, .path = session, .interface = session_interface, .name = "Lock", .type = "()"};
    lock_.emplace(bus_.connection(), signal, [this](GVariant*) {
        asked_ = true;
        on_changed_();
    });
    signal.name = "Unlock";
    unlock_.emplace(bus_.connection(), signal, [this](GVariant*) {
        asked_ = false;
        on_changed_();
    });
    signal.interface = "org.freedesktop.DBus.Properties";
    signal.name = "PropertiesChanged";
    signal.type = "(sa{sv}as)";
    properties_changed_.emplace(bus_.connection(), signal,
                                [this](GVariant* parameters) { properties_changed(parameters); });
    bus_.get_property(owner_, session, session_interface, "LockedHint",
                      [this, owner = owner_](const Result<Ref<GVariant>>& answer) {
                          if (!answer)
                              return spdlog::info("logind does not say whether the session is locked: {}",
                                                  answer.error().message);
                          if (owner != owner_ || !g_variant_is_of_type(answer->get(), G_VARIANT_TYPE_BOOLEAN))
                              return;
                          hint_ = g_variant_get_boolean(answer->get()) != FALSE;
                          on_changed_();
                      });
}

void LogindSession::properties_changed(GVariant* parameters) {
    const char* interface = nullptr;
    GVariant* changed = nullptr;
    g_variant_get(parameters, "(&s@a{sv}as)", &interface, &changed, nullptr);
    const auto owned = Ref<GVariant>::adopt(changed);
    gboolean hint = FALSE;
    if (std::string_view(interface) != session_interface ||
        !g_variant_lookup(changed, "LockedHint", "b", &hint))
        return;
    hint_ = hint != FALSE;
    // Who unlocks by a password is not announced by Unlock.
    if (!hint_)
        asked_ = false;
    on_changed_();
}

} // namespace pixelpass
