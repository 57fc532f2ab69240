// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/mpv_control.h"

#include "base/log.h"
#include "base/monotonic.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

// The numbers of the requests, by what is asked.
enum Request : std::int64_t { received = 1, shown, paused, drop, speed };

/// The number that was asked for, if there is one now.
std::optional<double> number(const MpvReply& reply) {
    const auto* value = std::get_if<double>(&reply.value);
    return reply.success && value ? std::optional(*value) : std::nullopt;
}

/// What mpv keeps on a good line, sound and all; how late it begins differs by more than that from one start
/// to the next. Of a longer aim likewise more, as it is asked for where lines are worse.
Microseconds reachable(Microseconds aim) { return aim * 2 / 5; }

/// How far the second time is behind the first. No stream is an hour behind, whatever mpv says.
Microseconds between(double received, double shown) {
    const std::chrono::duration<double> delay(std::clamp(received - shown, -3600.0, 3600.0));
    return std::chrono::duration_cast<Microseconds>(delay);
}

} // namespace

MpvControl::MpvControl(FileDescriptor socket, Microseconds aim, Events events)
    : events_(std::move(events))
    , governor_(aim, DelayGovernor::made_up_by_speed, reachable(aim))
    , socket_(std::move(socket),
              {.on_turn = [this] { ask(); }, .on_line = [this](std::string_view line) { take(line); }}) {}

void MpvControl::ask() {
    if (asked_)
        return;
    round_ = {};
    asked_ = socket_.send(mpv_command(received, {"get_property", "demuxer-cache-time"}) +
                          mpv_command(shown, {"get_property", "time-pos"}) +
                          mpv_command(paused, {"get_property", "pause"}));
}

void MpvControl::take(std::string_view line) {
    const auto reply = parse_mpv_reply(line);
    if (!reply)
        return;
    switch (reply->request) {
    case received:
        round_.received = number(*reply);
        break;
    case shown:
        round_.shown = number(*reply);
        has_shown_ = has_shown_ || round_.shown;
        break;
    case paused:
        round_.paused = reply->value == decltype(reply->value)(true);
        if (std::exchange(asked_, false))
            govern();
        break;
    case drop:
        if (std::exchange(dropping_, false))
            events_.on_dropped();
        break;
    default:
        break;
    }
}

void MpvControl::govern() {
    if (round_.paused || !round_.received || !round_.shown) {
        forget();
        return governor_.forget();
    }
    const auto delay = between(*round_.received, *round_.shown);
    // It is at a picture when it gives it to its output, which shows it when the one before is over.
    note(std::max(delay, Microseconds{}) + events_.picture_interval());
    const auto decision = governor_.take(monotonic_now(), delay);
    if (decision.drop) {
        spdlog::info("mpv is {} ms behind: it drops what waits", delay / 1ms);
        dropping_ = socket_.send(mpv_command(drop, {"drop-buffers"}));
        if (!dropping_)
            return;
    }
    if (decision.speed == speed_)
        return;
    spdlog::debug("mpv is {} ms behind: speed {}", delay / 1ms, decision.speed);
    if (socket_.send(mpv_command(speed, {"set_property", "speed", decision.speed})))
        speed_ = decision.speed;
}

} // namespace pixelpass
