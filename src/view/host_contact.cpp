// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/host_contact.h"

#include "base/log.h"
#include "base/printable.h"
#include "view/ending.h"
#include "wire/alpn.h"
#include "wire/close_code.h"

#include <tuple>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds dial_limit{8};

Result<void> unguarded() {
    return fail(Code::refused, "the host does not ask for the password, so it may not know it",
                "ask the host to share with --password-file, or leave it out here");
}

} // namespace

HostContact::HostContact(Options options, Events events)
    : options_(std::move(options))
    , events_(std::move(events))
    , guarded_(options_.password.has_value()) {}

Result<std::unique_ptr<HostContact>> HostContact::dial(Options options, Events events) {
    std::unique_ptr<HostContact> contact(new HostContact(std::move(options), std::move(events)));
    auto* raw = contact.get();
    auto endpoint = net::Endpoint::create(raw->options_.endpoint, {});
    if (!endpoint)
        return fail(endpoint);
    raw->endpoint_ = std::move(*endpoint);
    if (auto dialling = raw->endpoint_->connect(raw->options_.ticket, {wire::alpn_live, wire::alpn_http},
                                                [raw](auto made) { raw->first_dialled(std::move(made)); });
        !dialling)
        return fail(dialling);
    raw->limit_dial();
    return contact;
}

void HostContact::limit_dial() {
    dial_deadline_ = after(dial_limit, [this] {
        finish(fail(Code::unreachable, "the host does not answer",
                    "ask whether it is still sharing, and for a new ticket"));
    });
}

void HostContact::first_dialled(Result<std::unique_ptr<net::Connection>> connection) {
    dial_deadline_.reset();
    if (over_)
        return;
    if (!connection)
        return finish(fail(connection));
    live_ = (*connection)->alpn() == wire::alpn_live;
    if (!live_ && guarded_)
        return finish(unguarded());
    adopt(std::move(*connection));
}

void HostContact::adopt(std::unique_ptr<net::Connection> connection) {
    link_.reset();
    challenge_.reset();
    secret_.reset();
    connection_ = std::move(connection);
    connection_->listen({.on_message =
                             [this](const SharedBytes& message) {
                                 if (link_)
                                     link_->take_message(message);
                             },
                         .on_stream = {},
                         .on_path_changed = {},
                         .on_closed = [this](const net::CloseInfo& info) { closed(info); }});
    if (live_)
        link_up();
    events_.on_connected();
}

void HostContact::link_up() {
    link_ = std::make_unique<HostLink>(
        *connection_, options_.name,
        HostLink::Events{
            .on_unit =
                [this](const SharedUnit& unit) {
                    prove();
                    events_.on_unit(unit);
                },
            .on_broken =
                [this] {
                    finish(fail(Code::unreachable, "the host sends what pixelpass cannot read",
                                "use the same version of pixelpass on both sides"));
                },
            .on_silence = [this] { give_up(); },
            .player_delay = events_.player_delay,
            .on_pending = events_.on_pending,
            .on_let_in = events_.on_let_in,
            .on_challenge = [this](const Bytes& element) { take_challenge(element); },
            .on_counterproof = [this](const Bytes& confirmation) { return take_counterproof(confirmation); },
            .on_unproven = [this] { return take_unproven(); }});
    if (wanted_)
        link_->subscribe(true);
}

void HostContact::take_challenge(const Bytes& element) {
    challenge_ = element;
    guarded_ = true;
    if (options_.password)
        return answer_challenge();
    if (auto asked = events_.on_password_wanted(); !asked)
        finish(fail(asked));
}

void HostContact::give_password(std::string password) {
    options_.password = std::move(password);
    ++guesses_;
    if (over_)
        return;
    if (challenge_)
        answer_challenge();
    else if (std::exchange(asked_again_, false)) {
        limit_dial(); // It may have ended meanwhile.
        dial_again(true);
    }
}

void HostContact::ask_again() {
    // It is not dialled before a person has given another one: each dial is a guess.
    link_.reset();
    secret_.reset();
    options_.password.reset();
    asked_again_ = true;
    if (auto asked = events_.on_password_wanted(); !asked)
        finish(fail(asked));
}

void HostContact::answer_challenge() {
    const auto challenge = std::exchange(challenge_, {});
    secret_ = std::make_unique<net::PasswordProof>(
        net::PasswordProof::Side::viewer, *options_.password,
        net::PasswordProof::Ids{.host = connection_->remote_id(), .viewer = endpoint_->id()});
    // What is none can't be confirmed.
    std::ignore = secret_->meet(*challenge);
    link_->prove(secret_->element(), secret_->confirmation());
}

bool HostContact::take_counterproof(const Bytes& confirmation) {
    const auto secret = std::move(secret_);
    if (secret && secret->is_confirmed_by(confirmation))
        return true;
    finish(fail(Code::refused, "the host asks for a password that it does not know itself",
                "ask your friend for a new ticket, by a way that you trust"));
    return false;
}

bool HostContact::take_unproven() {
    if (!guarded_)
        return true;
    finish(unguarded());
    return false;
}

void HostContact::prove() {
    if (!std::exchange(proven_, true))
        pause_ = {};
}

void HostContact::subscribe(bool wanted) {
    wanted_ = wanted;
    if (link_)
        link_->subscribe(wanted);
}

void HostContact::request_keyframe() {
    if (link_)
        link_->request_keyframe();
}

void HostContact::give_up() {
    if (over_)
        return;
    spdlog::info("the host is silent");
    // Should it come to life again, it would have to work off what has waited in it: a new one is sooner.
    connection_->close(static_cast<std::uint32_t>(wire::CloseCode::none), "");
    if (secret_)
        return lose_in_doubt();
    lose();
}

void HostContact::closed(const net::CloseInfo& info) {
    spdlog::info("the connection is closed: {}", printable(bytes_of(info.reason)));
    if (over_)
        return;
    if (is_loss(info) && secret_)
        return lose_in_doubt();
    if (live_ && is_loss(info))
        return lose();
    const bool wrong =
        info.by_peer && info.code == static_cast<std::uint64_t>(wire::CloseCode::password) && secret_;
    if (wrong && guesses_ > 0 && guesses_ < most_guesses)
        return ask_again();
    if (info.by_peer && challenge_)
        return finish(fail(Code::refused, "the host got no password, and waited no longer",
                           "give it with --password-file FILE"));
    finish(ending(info));
}

void HostContact::lose() {
    if (redial_)
        return;
    // A host that lets viewers in and sends them away is not dialled as fast as it answers.
    dial_again(std::exchange(proven_, false));
    events_.on_lost();
}

void HostContact::dial_again(bool at_once) {
    proven_ = false;
    redial_ = std::make_unique<Redial>(*endpoint_, options_.ticket, pause_, at_once, [this](auto connection) {
        redial_.reset();
        dial_deadline_.reset();
        adopt(std::move(connection));
    });
}

void HostContact::lose_in_doubt() {
    // Dialled again and again, a host could try a password each time.
    finish(fail(Code::unreachable, "the connection was lost while the password was checked",
                "watch again with the same ticket"));
}

void HostContact::finish(Result<void> result) {
    dial_deadline_.reset();
    redial_.reset();
    if (!std::exchange(over_, true))
        events_.on_over(std::move(result));
}

void HostContact::close(std::chrono::milliseconds limit) {
    over_ = true;
    redial_.reset();
    if (connection_)
        connection_->close(static_cast<std::uint32_t>(wire::CloseCode::none), "");
    endpoint_->close(limit);
}

} // namespace pixelpass
