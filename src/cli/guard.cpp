// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/guard.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace pixelpass {
namespace {

std::tm local(Guard::Time time) {
    const auto seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    return parts;
}

std::string who(const Guard& guard) {
    if (guard.approve)
        return guard.allowed ? fmt::format("asks you ({} known)", guard.allowed) : "asks you for each viewer";
    return guard.allowed ? fmt::format("only {} known", guard.allowed) : "who has the ticket";
}

} // namespace

Guard guard_of(const Consent& consent, std::size_t most_viewers, Guard::Time now) {
    return {.approve = consent.approve,
            .allowed = consent.allowed.size(),
            .password = consent.password.has_value(),
            .begun = now,
            .expires = consent.expiry ? std::optional(now + *consent.expiry) : std::nullopt,
            .most_viewers = most_viewers};
}

std::string moment(Guard::Time time, Guard::Time today) {
    const auto then = local(time);
    const auto now = local(today);
    const bool same_day = then.tm_yday == now.tm_yday && then.tm_year == now.tm_year;
    return same_day ? fmt::format("{:%H:%M}", then) : fmt::format("{:%d %b %H:%M}", then);
}

bool is_closed(const Guard& guard, std::size_t watching) {
    return watching >= guard.most_viewers || guard.expired;
}

std::string describe_guard(const Guard& guard, std::size_t watching) {
    auto text = who(guard);
    if (guard.password)
        text += " · password";
    if (guard.expires && guard.expired)
        return text + fmt::format(" · expired {}", moment(*guard.expires, guard.begun));
    if (guard.expires)
        text += fmt::format(" · till {}", moment(*guard.expires, guard.begun));
    return text +
           fmt::format(" · {} {}", watching < guard.most_viewers ? "full at" : "full:", guard.most_viewers);
}

} // namespace pixelpass
