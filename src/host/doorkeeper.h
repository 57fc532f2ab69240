// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "host/allowed_viewers.h"
#include "host/door.h"
#include "host/guess_pacer.h"
#include "host/viewer.h"
#include "net/password_proof.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass {

/// Sends a viewer away, or its connection, before there is one.
template <typename Peer>
void turn_away(Peer& peer, const Door::Refusal& refusal) {
    peer.close(static_cast<std::uint32_t>(refusal.code), refusal.reason);
}

/// Holds viewers until they may watch: has them prove that they know the password, and the host's person
/// asked about them. The door goes by boottime_now(), since an expiry is meant by the time of day. Main
/// thread.
class Doorkeeper {
public:
    struct Events {
        /// It may watch, and is no visitor any more.
        std::function<void(std::uint64_t visitor)> on_let_in;
        std::function<void(const ViewerRequest&)> on_request;
        std::function<void(const ViewerRequest&, const std::string& reason)> on_request_gone;
        /// It is not let in, and nobody was asked about it.
        std::function<void(const std::string& id, const std::string& reason)> on_turned_away;
        std::function<void(const Error&)> on_warning;
    };

    /// Of those whom more is asked of than to come; and of them with one id, as some tools have several
    /// connections.
    static constexpr std::ptrdiff_t max_strangers = 32;
    static constexpr std::ptrdiff_t max_strangers_of_one_id = 4;
    /// In which a password has to come: a person may have to type it.
    static constexpr std::chrono::seconds proof_limit{60};

    Doorkeeper(const Consent& consent, std::string host_id, Events events);

    /// What is asked of one of that id.
    [[nodiscard]] Door::Verdict judge(const std::string& id) const;
    /// It may be one soon; `viewer` must live until gone(), or on_let_in. Its number is its own.
    void receive(std::uint64_t number, const std::string& id, Viewer& viewer);
    /// It has said hello, or has no word for that.
    void take_greeting(std::uint64_t number);
    void take_proof(std::uint64_t number, const wire::Proof& proof);
    /// It is no longer there.
    void gone(std::uint64_t number);

    [[nodiscard]] const std::vector<ViewerRequest>& requests() const { return door_.requests(); }
    /// Code::usage: nobody of that id asks.
    [[nodiscard]] Result<void> answer(const std::string& id, Answer answer);
    /// As Door has them.
    [[nodiscard]] std::size_t allowed() const { return door_.allowed(); }
    [[nodiscard]] bool has_expired() const;
    /// Lets that one in never again.
    void bar(const std::string& id) { door_.bar(id); }

private:
    struct Visitor {
        std::uint64_t number;
        std::string id;
        Viewer* viewer;
        bool stranger;
        bool proven = false;                        ///< that it knows the password
        bool waits = false;                         ///< for the person's answer
        std::unique_ptr<net::PasswordProof> secret; ///< once it is challenged
        wire::Proof proof;                          ///< once it is given
        Source timer;                               ///< for the proof to come, or to be looked at
    };

    [[nodiscard]] Visitor* find(std::uint64_t number) const;
    void forget(std::uint64_t number);
    void consider(Visitor& visitor);
    void let_in(std::uint64_t number);
    void send_away(std::uint64_t number, const Door::Refusal& refusal);
    void refuse(std::uint64_t number, const Door::Refusal& refusal);
    void challenge(Visitor& visitor);
    void look_at_proof(std::uint64_t number);
    void ask(Visitor& visitor);
    void conclude(const ViewerRequest& request, const Door::Refusal* refusal, const std::string& reason);
    void drop_overdue();

    const std::optional<std::string> password_;
    const std::string host_id_;
    Events events_;
    AllowedViewers allowed_;
    Door door_;
    GuessPacer pacer_;
    std::vector<std::unique_ptr<Visitor>> visitors_;
    Source overdue_timer_;
};

} // namespace pixelpass
