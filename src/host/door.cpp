// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/door.h"

#include <algorithm>
#include <utility>

namespace pixelpass {

using wire::CloseCode;

const Door::Refusal Door::too_many{CloseCode::full, "too many ask to be let in, try again later"};
const Door::Refusal Door::not_let_in{CloseCode::refused, "the host did not let this viewer in"};

const Door::Refusal Door::refused_lately{CloseCode::refused, "it was refused less than a minute ago"};

Door::Door(Consent consent, Microseconds now)
    : consent_(std::move(consent))
    , expires_at_(consent_.expiry ? std::optional<Microseconds>(now + *consent_.expiry) : std::nullopt)
    , allowed_(consent_.allowed.begin(), consent_.allowed.end()) {}

Door::Verdict Door::judge(const std::string& id, bool proven, Microseconds now) const {
    using Kind = Verdict::Kind;
    if (const auto* until = barred_.find(id); until && now < *until) {
        return *until == Microseconds::max()
                   ? Verdict{Kind::refuse, {CloseCode::kicked, "the host removed this viewer"}}
                   : Verdict{Kind::refuse, refused_lately};
    }
    const bool entered = entered_.find(id) != nullptr;
    if (!entered && has_expired(now))
        return {Kind::refuse, {CloseCode::expired, "the ticket has expired"}};
    const bool known = entered || allowed_.contains(id) || (!consent_.approve && consent_.allowed.empty());
    if (!known && !consent_.approve)
        return {Kind::refuse, {CloseCode::refused, "the host lets only those in whom it knows"}};
    // First, so that nobody is bothered for one who does not know it.
    if (consent_.password && !proven)
        return {Kind::prove};
    return {known ? Kind::enter : Kind::ask};
}

std::optional<Door::Refusal> Door::ask(ViewerRequest request) {
    if (is_asked_about(request.id))
        return std::nullopt;
    // A flood must not be a flood of questions either, when each is withdrawn at once.
    const bool too_fast =
        asked_at_.size() == max_requests && request.since - asked_at_.front() < request_span;
    if (too_fast || requests_.size() == max_requests)
        return too_many;
    if (asked_at_.size() == max_requests)
        asked_at_.pop_front();
    asked_at_.push_back(request.since);
    requests_.push_back(std::move(request));
    return std::nullopt;
}

bool Door::is_asked_about(const std::string& id) const {
    return std::ranges::find(requests_, id, &ViewerRequest::id) != requests_.end();
}

std::optional<ViewerRequest> Door::take(const std::string& id) {
    const auto found = std::ranges::find(requests_, id, &ViewerRequest::id);
    if (found == requests_.end())
        return std::nullopt;
    auto request = std::move(*found);
    requests_.erase(found);
    return request;
}

std::optional<ViewerRequest> Door::take_overdue(Microseconds now) {
    if (requests_.empty() || now - requests_.front().since < answer_limit)
        return std::nullopt;
    return take(requests_.front().id);
}

} // namespace pixelpass
