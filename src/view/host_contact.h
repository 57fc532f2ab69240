// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "net/endpoint.h"
#include "net/password_proof.h"
#include "view/host_link.h"
#include "view/redial.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// The way to a host, over one connection after the other: what is lost is dialled again, for as long as it
/// takes. Only hosts of pixelpass/1 are: to others the end of the connection is the end. Main thread.
class HostContact {
public:
    struct Options {
        std::string ticket;
        net::EndpointOptions endpoint;
        std::string name; ///< told to the host
        /// If there is one, the host has to prove that it knows it, too.
        std::optional<std::string> password = {};
    };
    struct Events {
        /// At first, and whenever the host is there again.
        std::function<void()> on_connected;
        /// It is silent or gone, and is dialled again: on_connected follows, or on_over.
        std::function<void()> on_lost;
        /// In order; after each on_connected the first picture is a keyframe.
        std::function<void(const SharedUnit&)> on_unit;
        /// Once, last: the host has ended the share, or what makes it of no use to try again.
        std::function<void(Result<void>)> on_over;
        std::function<Microseconds()> player_delay; ///< as HostLink has it
        /// The host's person is asked whether to let us in; units follow, or on_over.
        std::function<void()> on_pending = {};
        /// They have let us in.
        std::function<void()> on_let_in = {};
        /// The host has a password, and none is known, or the one that was given is wrong: give_password()
        /// follows, or this fails. From now on it has to prove itself, whether it asks again or not.
        std::function<Result<void>()> on_password_wanted = {};
    };

    /// So many passwords may be given one after the other; that of the options is the only one.
    static constexpr unsigned most_guesses = 3;

    /// Dials; a host that is not there at first is an error. Errors: Code::usage, Code::unreachable.
    [[nodiscard]] static Result<std::unique_ptr<HostContact>> dial(Options options, Events events);

    /// Whether it speaks pixelpass/1. Once connected.
    [[nodiscard]] bool live() const { return live_; }
    /// The one in use, or the last one; null before the first.
    [[nodiscard]] net::Connection* connection() const { return connection_.get(); }
    /// Null before the first connection, and of hosts of pixelpass/0.
    [[nodiscard]] const HostLink* link() const { return link_.get(); }
    /// Whether it is being dialled again.
    [[nodiscard]] bool lost() const { return redial_ != nullptr; }

    /// Asks for picture and sound, or for nothing, from now on; of pixelpass/1 alone.
    void subscribe(bool wanted);
    void request_keyframe();
    /// For this host, from now on.
    void give_password(std::string password);
    /// Tells the host, and waits for that at most `limit`.
    void close(std::chrono::milliseconds limit);

private:
    HostContact(Options options, Events events);
    void limit_dial();
    void first_dialled(Result<std::unique_ptr<net::Connection>> connection);
    void adopt(std::unique_ptr<net::Connection> connection);
    void link_up();
    void take_challenge(const Bytes& element);
    void answer_challenge();
    [[nodiscard]] bool take_counterproof(const Bytes& confirmation);
    [[nodiscard]] bool take_unproven();
    void ask_again();
    void dial_again(bool at_once);
    void prove();
    void give_up();
    void closed(const net::CloseInfo& info);
    void lose();
    void lose_in_doubt();
    void finish(Result<void> result);

    Options options_;
    Events events_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<HostLink> link_;
    std::optional<Bytes> challenge_;             ///< that is not answered yet
    std::unique_ptr<net::PasswordProof> secret_; ///< which the host has to confirm
    RetryPause pause_;
    std::unique_ptr<Redial> redial_;
    unsigned guesses_ = 0;     ///< passwords that were given
    bool asked_again_ = false; ///< the last one was wrong, and there is no connection
    bool guarded_;             ///< by a password: only a host that knows it is shown
    bool proven_ = true;       ///< by a unit, since it was lost last, or not lost yet
    bool live_ = false;
    bool wanted_ = false;
    bool over_ = false;
    Source dial_deadline_;
};

} // namespace pixelpass
