// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/ref.h"
#include "desktop/bus.h"
#include "gst/video_settings.h"

#include <libportal/portal.h>
#include <libportal/remote.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// A ScreenCast session of xdg-desktop-portal, through which the person chooses what is shared. Main thread.
class PortalSession {
public:
    struct Events {
        /// Once: there is a node to look at.
        std::function<void()> on_started;
        /// Once, in place of on_started, or after it when the desktop has ended the session. May destroy the
        /// session. Code::source.
        std::function<void(Error)> on_ended;
    };

    /// Asks, in the background, to share; with the token of an earlier session the desktop need not ask the
    /// person again.
    PortalSession(bool cursor, std::string restore_token, Events events);
    /// Closes it. Whatever reads its node must have ended before.
    ~PortalSession();
    PortalSession(const PortalSession&) = delete;
    PortalSession& operator=(const PortalSession&) = delete;

    /// Once started: the PipeWire node that shows what was chosen.
    [[nodiscard]] std::uint32_t node() const { return node_; }
    /// Of what was chosen, in px; 0x0 if the desktop does not tell.
    [[nodiscard]] Size size() const { return size_; }
    /// For the next session; empty if the desktop gives none.
    [[nodiscard]] const std::string& restore_token() const { return token_; }
    /// A socket to the PipeWire that has the node, the caller's. Code::source if the portal gives none.
    [[nodiscard]] Result<int> open_pipewire();

    /// The person said no; it is no use to ask again.
    [[nodiscard]] bool refused() const { return refused_; }
    /// The desktop has closed it after it had started, as it does when the person ends the sharing there.
    [[nodiscard]] bool closed() const { return closed_; }

private:
    struct Step;

    void portal_owned_by(const std::string& owner);
    void owner_changed(GVariant* parameters);
    void nudge(const std::string& backend);
    void expect_no_answer();
    void ask_for_cursor_modes(const std::string& owner);
    void create();
    void created(GAsyncResult* result);
    void started(GAsyncResult* result);
    [[nodiscard]] bool read_stream();
    void closed_by_desktop();
    /// Why libportal made no session or did not start it; frees `error`.
    [[nodiscard]] Error explain(GError* error);
    void end(Error error);
    [[nodiscard]] Step* next_step();

    const bool cursor_;
    std::string token_;
    Events events_;
    Ref<GCancellable> withdrawn_; ///< cancelled at the end, which closes the desktop's dialog
    Bus bus_;
    std::optional<NameWatch> watch_;
    std::optional<SignalSubscription> owners_changed_;
    Source nudge_;
    Source no_answer_; ///< will come, since the portal's part for this desktop crashed or closed the session
    Ref<XdpPortal> portal_;
    Ref<XdpSession> session_;
    gulong closed_signal_ = 0;
    Step* step_ = nullptr; ///< what libportal will answer to
    unsigned types_ = 0;   ///< of sources that the desktop offers, and
    unsigned cursor_modes_ = 0;
    std::uint32_t node_ = 0;
    Size size_;
    std::chrono::steady_clock::time_point asked_at_;
    bool refused_ = false;
    bool closed_ = false;
};

} // namespace pixelpass
