// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/doorkeeper.h"

#include "base/monotonic.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

using wire::CloseCode;
using Kind = Door::Verdict::Kind;

constexpr std::chrono::seconds overdue_interval{1};

} // namespace

Doorkeeper::Doorkeeper(const Consent& consent, std::string host_id, Events events)
    : password_(consent.password)
    , host_id_(std::move(host_id))
    , events_(std::move(events))
    , door_(consent, boottime_now())
    , overdue_timer_(every(overdue_interval, [this] { drop_overdue(); })) {
    if (!consent.approve)
        return;
    for (const auto& id : allowed_.read())
        door_.allow(id);
}

Door::Verdict Doorkeeper::judge(const std::string& id) const {
    auto verdict = door_.judge(id, false, boottime_now());
    if (verdict.kind == Kind::enter || verdict.kind == Kind::refuse)
        return verdict;
    const auto strangers = std::ranges::count_if(visitors_, [](const auto& one) { return one->stranger; });
    const auto same =
        std::ranges::count_if(visitors_, [&](const auto& one) { return one->stranger && one->id == id; });
    if (strangers >= max_strangers || same >= max_strangers_of_one_id)
        return {Kind::refuse, Door::too_many};
    return verdict;
}

bool Doorkeeper::has_expired() const { return door_.has_expired(boottime_now()); }

void Doorkeeper::receive(std::uint64_t number, const std::string& id, Viewer& viewer) {
    auto visitor = std::make_unique<Visitor>();
    visitor->number = number;
    visitor->id = id;
    visitor->viewer = &viewer;
    visitor->stranger = door_.judge(id, false, boottime_now()).kind != Kind::enter;
    visitors_.push_back(std::move(visitor));
}

Doorkeeper::Visitor* Doorkeeper::find(std::uint64_t number) const {
    const auto found =
        std::ranges::find(visitors_, number, [](const auto& visitor) { return visitor->number; });
    return found == visitors_.end() ? nullptr : found->get();
}

void Doorkeeper::forget(std::uint64_t number) {
    std::erase_if(visitors_, [number](const auto& visitor) { return visitor->number == number; });
}

void Doorkeeper::take_greeting(std::uint64_t number) {
    if (auto* visitor = find(number))
        consider(*visitor);
}

void Doorkeeper::consider(Visitor& visitor) {
    const auto verdict = door_.judge(visitor.id, visitor.proven, boottime_now());
    switch (verdict.kind) {
    case Kind::enter:
        return let_in(visitor.number);
    case Kind::prove:
        return challenge(visitor);
    case Kind::ask:
        return ask(visitor);
    case Kind::refuse:
        return refuse(visitor.number, verdict.refusal);
    }
}

void Doorkeeper::let_in(std::uint64_t number) {
    door_.note_entered(find(number)->id);
    forget(number);
    events_.on_let_in(number);
}

void Doorkeeper::send_away(std::uint64_t number, const Door::Refusal& refusal) {
    auto& viewer = *find(number)->viewer;
    forget(number);
    turn_away(viewer, refusal);
}

void Doorkeeper::refuse(std::uint64_t number, const Door::Refusal& refusal) {
    events_.on_turned_away(find(number)->id, refusal.reason);
    send_away(number, refusal);
}

void Doorkeeper::gone(std::uint64_t number) {
    const auto* visitor = find(number);
    if (!visitor)
        return;
    const auto id = visitor->waits ? visitor->id : std::string();
    forget(number);
    if (std::ranges::any_of(visitors_, [&](const auto& one) { return one->waits && one->id == id; }))
        return;
    if (const auto request = door_.take(id))
        events_.on_request_gone(*request, "left");
}

// The password.

void Doorkeeper::challenge(Visitor& visitor) {
    visitor.secret =
        std::make_unique<net::PasswordProof>(net::PasswordProof::Side::host, *password_,
                                             net::PasswordProof::Ids{.host = host_id_, .viewer = visitor.id});
    const auto number = visitor.number;
    if (visitor.viewer->challenge(visitor.secret->element())) {
        visitor.timer = after(proof_limit, [this, number] {
            refuse(number, {CloseCode::password, "no password came in time"});
        });
        return;
    }
    refuse(number, {CloseCode::password, "this share has a password, which needs a newer pixelpass"});
}

void Doorkeeper::take_proof(std::uint64_t number, const wire::Proof& proof) {
    auto* visitor = find(number);
    if (!visitor)
        return;
    visitor->proof = proof;
    look_at_proof(number);
}

void Doorkeeper::look_at_proof(std::uint64_t number) {
    auto& visitor = *find(number);
    const auto now = monotonic_now();
    // What others guess meanwhile may make it later still.
    if (const auto ready_at = pacer_.ready_at(visitor.id); now < ready_at) {
        visitor.timer = after(std::chrono::ceil<std::chrono::milliseconds>(ready_at - now),
                              [this, number] { look_at_proof(number); });
        return;
    }
    visitor.timer.reset();
    if (!visitor.secret->meet(visitor.proof.element) ||
        !visitor.secret->is_confirmed_by(visitor.proof.confirmation)) {
        pacer_.note_wrong(visitor.id, now);
        return refuse(number, {CloseCode::password, "the password is wrong"});
    }
    pacer_.note_right(visitor.id);
    visitor.proven = true;
    visitor.viewer->confirm(visitor.secret->confirmation());
    consider(visitor);
}

// The host's person.

void Doorkeeper::ask(Visitor& visitor) {
    const auto status = visitor.viewer->status();
    const ViewerRequest request{.id = visitor.id,
                                .name = status.name,
                                .protocol = status.protocol,
                                .path = status.path,
                                .since = boottime_now()};
    const bool asked = door_.is_asked_about(visitor.id);
    if (const auto refusal = door_.ask(request))
        return refuse(visitor.number, *refusal);
    visitor.waits = true;
    visitor.viewer->hold();
    if (!asked)
        events_.on_request(request);
}

Result<void> Doorkeeper::answer(const std::string& id, Answer answer) {
    const auto request = door_.take(id);
    if (!request)
        return fail(Code::usage, "nobody of that id asks to watch");
    if (answer == Answer::no) {
        door_.turn_away(id, boottime_now());
        conclude(*request, &Door::not_let_in, "refused");
        return {};
    }
    if (answer == Answer::always) {
        door_.allow(id);
        if (auto added = allowed_.add(id, request->name); !added)
            events_.on_warning(added.error());
    }
    conclude(*request, nullptr, answer == Answer::always ? "let in always" : "let in once");
    return {};
}

void Doorkeeper::conclude(const ViewerRequest& request, const Door::Refusal* refusal,
                          const std::string& reason) {
    events_.on_request_gone(request, reason);
    std::vector<std::uint64_t> concerned;
    for (const auto& visitor : visitors_) {
        if (visitor->waits && visitor->id == request.id)
            concerned.push_back(visitor->number);
    }
    for (const auto number : concerned) {
        if (refusal)
            send_away(number, *refusal);
        else
            let_in(number);
    }
}

void Doorkeeper::drop_overdue() {
    const Door::Refusal refusal{CloseCode::refused, "nobody answered at the host"};
    while (const auto request = door_.take_overdue(boottime_now()))
        conclude(*request, &refusal, "nobody answered");
}

} // namespace pixelpass
