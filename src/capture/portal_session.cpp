// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_session.h"

#include "base/log.h"
#include "capture/portal_backend.h"
#include "desktop/portal_names.h"

#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* screen_cast = "org.freedesktop.portal.ScreenCast";
/// Where there is nothing to choose from, some desktops answer as if the person had said no, but sooner.
constexpr std::chrono::milliseconds fastest_person{300};
constexpr std::string_view backend_prefix = "org.freedesktop.impl.portal.desktop.";
/// xdg-desktop-portal-wlr 0.7 reads what came while it started only when the next message comes: it is sent
/// one.
constexpr std::chrono::milliseconds nudge_delay{300};
/// For the answer that may come all the same.
constexpr std::chrono::seconds answer_patience{1};
constexpr unsigned all_types = XDP_OUTPUT_MONITOR | XDP_OUTPUT_WINDOW | XDP_OUTPUT_VIRTUAL;

Error no_portal() {
    return {Code::source, "the screen can't be shared: no desktop portal answers",
            "install xdg-desktop-portal (its name on Debian, Fedora and Arch) and log in again"};
}

Error no_backend() {
    return {Code::source, "the screen can't be shared: the desktop portal lacks its part for this desktop",
            "install " + portal_backend_package() +
                " (its name on Debian, Fedora and Arch) and log in again"};
}

/// 0 if the property is not there.
unsigned number_of(const Result<Ref<GVariant>>& answer) {
    return answer && g_variant_is_of_type(answer->get(), G_VARIANT_TYPE_UINT32)
               ? g_variant_get_uint32(answer->get())
               : 0;
}

} // namespace

/// A call of libportal's, which may be answered after the session's end.
struct PortalSession::Step {
    PortalSession* session; ///< null once it is gone

    template <void (PortalSession::*next)(GAsyncResult*)>
    static void answered(GObject*, GAsyncResult* result, gpointer data) {
        const std::unique_ptr<Step> step(static_cast<Step*>(data));
        if (!step->session)
            return;
        step->session->step_ = nullptr;
        (step->session->*next)(result);
    }
};

PortalSession::PortalSession(bool cursor, std::string restore_token, Events events)
    : cursor_(cursor)
    // The portal refuses all of a request with a token that is none.
    , token_(g_uuid_string_is_valid(restore_token.c_str()) ? std::move(restore_token) : std::string())
    , events_(std::move(events))
    , withdrawn_(Ref<GCancellable>::adopt(g_cancellable_new()))
    , bus_(G_BUS_TYPE_SESSION, [this](const Result<GDBusConnection*>& connected) {
        if (!connected)
            return end({Code::source, "the screen can't be shared: there is no session bus to its portal on",
                        "run it inside the desktop session"});
        owners_changed_.emplace(bus_.connection(),
                                SignalSubscription::Signal{.sender = "org.freedesktop.DBus",
                                                           .path = {},
                                                           .interface = "org.freedesktop.DBus",
                                                           .name = "NameOwnerChanged",
                                                           .type = "(sss)"},
                                [this](GVariant* parameters) { owner_changed(parameters); });
        watch_.emplace(bus_, portal_name, NameWatch::Start::at_first,
                       [this](const std::string& owner) { portal_owned_by(owner); });
    }) {}

PortalSession::~PortalSession() {
    if (step_)
        step_->session = nullptr;
    g_cancellable_cancel(withdrawn_.get());
    if (!session_)
        return;
    g_signal_handler_disconnect(session_.get(), closed_signal_);
    if (!closed_)
        xdp_session_close(session_.get());
    g_dbus_connection_flush_sync(bus_.connection(), nullptr, nullptr);
}

PortalSession::Step* PortalSession::next_step() {
    step_ = new Step{this};
    return step_;
}

void PortalSession::portal_owned_by(const std::string& owner) {
    if (owner.empty()) {
        // One that has started goes on without the portal; it is the stream that ends.
        if (!node_)
            end(no_portal());
        return;
    }
    if (portal_)
        return;
    bus_.get_property(owner, portal_path, screen_cast, "AvailableSourceTypes",
                      [this, owner](const Result<Ref<GVariant>>& answer) {
                          types_ = number_of(answer) & all_types;
                          if (types_ == 0)
                              return end(no_backend());
                          ask_for_cursor_modes(owner);
                      });
}

void PortalSession::owner_changed(GVariant* parameters) {
    const char* name = nullptr;
    const char* owner = nullptr;
    g_variant_get(parameters, "(&s&s&s)", &name, nullptr, &owner);
    if (node_ || !std::string_view(name).starts_with(backend_prefix))
        return;
    if (*owner)
        nudge_ = after(nudge_delay, [this, backend = std::string(owner)] { nudge(backend); });
    else
        expect_no_answer();
}

void PortalSession::nudge(const std::string& backend) {
    bus_.call({.owner = backend,
               .path = "/",
               .interface = "org.freedesktop.DBus.Peer",
               .method = "Ping",
               .reply = "()"},
              [](const Result<Ref<GVariant>>&) {});
}

void PortalSession::expect_no_answer() {
    no_answer_ = after(answer_patience, [this] {
        if (!node_)
            end({Code::source, "the screen can't be shared: the desktop portal does not answer",
                 "try again"});
    });
}

void PortalSession::ask_for_cursor_modes(const std::string& owner) {
    bus_.get_property(owner, portal_path, screen_cast, "AvailableCursorModes",
                      [this](const Result<Ref<GVariant>>& answer) {
                          cursor_modes_ = number_of(answer);
                          create();
                      });
}

void PortalSession::create() {
    const auto wanted = cursor_ ? XDP_CURSOR_MODE_EMBEDDED : XDP_CURSOR_MODE_HIDDEN;
    const bool offered = (cursor_modes_ & wanted) != 0;
    if (!offered)
        spdlog::warn("the desktop portal does not offer to {} the pointer", cursor_ ? "show" : "hide");
    const auto mode = offered ? wanted : XDP_CURSOR_MODE_HIDDEN;
    spdlog::info("asking the portal: types {}, cursor modes {}, a token: {}", types_, cursor_modes_,
                 !token_.empty());
    portal_ = Ref<XdpPortal>::adopt(xdp_portal_new());
    asked_at_ = std::chrono::steady_clock::now();
    xdp_portal_create_screencast_session(portal_.get(), static_cast<XdpOutputType>(types_),
                                         XDP_SCREENCAST_FLAG_NONE, mode, XDP_PERSIST_MODE_PERSISTENT,
                                         token_.empty() ? nullptr : token_.c_str(), withdrawn_.get(),
                                         Step::answered<&PortalSession::created>, next_step());
}

void PortalSession::created(GAsyncResult* result) {
    GError* error = nullptr;
    session_ =
        Ref<XdpSession>::adopt(xdp_portal_create_screencast_session_finish(portal_.get(), result, &error));
    if (!session_)
        return end(explain(error));
    closed_signal_ = g_signal_connect_swapped(
        session_.get(), "closed", G_CALLBACK(+[](PortalSession* self) { self->closed_by_desktop(); }), this);
    spdlog::info("the portal has made a session");
    xdp_session_start(session_.get(), nullptr, withdrawn_.get(), Step::answered<&PortalSession::started>,
                      next_step());
}

void PortalSession::started(GAsyncResult* result) {
    GError* error = nullptr;
    if (!xdp_session_start_finish(session_.get(), result, &error))
        return end(explain(error));
    if (!read_stream())
        return end({Code::source, "the desktop shares nothing", "choose what to share in its dialog"});
    events_.on_started();
}

void PortalSession::closed_by_desktop() {
    closed_ = true;
    if (!node_) // an answer may follow that says why
        return expect_no_answer();
    end({Code::source, "the desktop has ended the sharing", "allow it again when the desktop asks"});
}

Error PortalSession::explain(GError* error) {
    const bool cancelled = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    spdlog::info("the portal starts no session: {}", take_message(error));
    if (!cancelled)
        return {Code::source, "the screen can't be shared: the desktop portal failed",
                "log in again, or restart xdg-desktop-portal"};
    refused_ = std::chrono::steady_clock::now() - asked_at_ > fastest_person;
    return {Code::source, "you did not allow the screen to be shared",
            "choose what to share in the desktop's dialog; if none came, check that a monitor is on"};
}

bool PortalSession::read_stream() {
    GVariant* streams = xdp_session_get_streams(session_.get());
    if (!streams || !g_variant_is_of_type(streams, G_VARIANT_TYPE("a(ua{sv})")) ||
        g_variant_n_children(streams) == 0)
        return false;
    GVariant* properties = nullptr;
    g_variant_get_child(streams, 0, "(u@a{sv})", &node_, &properties);
    const auto owned = Ref<GVariant>::adopt(properties);
    gint32 width = 0;
    gint32 height = 0;
    if (g_variant_lookup(properties, "size", "(ii)", &width, &height) && width > 0 && height > 0)
        size_ = {static_cast<unsigned>(width), static_cast<unsigned>(height)};
    char* token = xdp_session_get_restore_token(session_.get());
    token_ = token ? token : "";
    g_free(token);
    return true;
}

Result<int> PortalSession::open_pipewire() {
    const int socket = xdp_session_open_pipewire_remote(session_.get());
    if (socket < 0)
        return fail(Code::source, "the screen can't be shared: the desktop portal gives no pictures",
                    "log in again, or restart xdg-desktop-portal");
    return socket;
}

void PortalSession::end(Error error) {
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_ended = std::exchange(events_.on_ended, nullptr))
        on_ended(std::move(error));
}

} // namespace pixelpass
