// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/mpv_control.h"

#include "base/log.h"
#include "base/monotonic.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds round_interval{100};

// The numbers of the requests, by what is asked.
enum Request : std::int64_t { received = 1, shown, paused, drop, speed };

double number(const MpvReply& reply) {
    const auto* value = std::get_if<double>(&reply.value);
    return value ? *value : 0;
}

/// How far the second time is behind the first. No stream is an hour behind, whatever mpv says.
Microseconds between(double received, double shown) {
    const std::chrono::duration<double> delay(std::clamp(received - shown, -3600.0, 3600.0));
    return std::chrono::duration_cast<Microseconds>(delay);
}

} // namespace

MpvControl::MpvControl(FileDescriptor socket, Microseconds aim, std::function<void()> on_dropped)
    : socket_(std::move(socket))
    , on_dropped_(std::move(on_dropped))
    , governor_(aim)
    , timer_(every(round_interval, [this] { ask(); }))
    , readable_(on_readable(socket_.get(), [this] { read(); })) {}

void MpvControl::ask() {
    if (asked_)
        return;
    round_ = {};
    asked_ = send(mpv_command(received, {"get_property", "demuxer-cache-time"}) +
                  mpv_command(shown, {"get_property", "time-pos"}) +
                  mpv_command(paused, {"get_property", "pause"}));
}

void MpvControl::read() {
    std::array<char, 4096> buffer{};
    const auto size = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0)
        return give_up("mpv has closed its socket");
    lines_.feed({buffer.data(), static_cast<std::size_t>(size)}, [this](std::string_view line) {
        if (const auto reply = parse_mpv_reply(line))
            take(*reply);
    });
}

void MpvControl::take(const MpvReply& reply) {
    switch (reply.request) {
    case received:
        if (reply.success)
            round_.received = number(reply);
        break;
    case shown:
        if (reply.success)
            round_.shown = number(reply);
        break;
    case paused:
        round_.paused = reply.value == decltype(reply.value)(true);
        if (std::exchange(asked_, false))
            govern();
        break;
    case drop:
        on_dropped_();
        break;
    default:
        break;
    }
}

void MpvControl::govern() {
    if (round_.paused || !round_.received || !round_.shown)
        return governor_.forget();
    const auto delay = between(*round_.received, *round_.shown);
    const auto decision = governor_.take(monotonic_now(), delay);
    if (decision.drop) {
        spdlog::info("mpv is {} ms behind: it drops what waits", delay / 1ms);
        if (!send(mpv_command(drop, {"drop-buffers"})))
            return;
    }
    if (decision.speed == speed_)
        return;
    spdlog::debug("mpv is {} ms behind: speed {}", delay / 1ms, decision.speed);
    if (send(mpv_command(speed, {"set_property", "speed", decision.speed})))
        speed_ = decision.speed;
}

bool MpvControl::send(std::string_view line) {
    // Of what is under way to mpv there is at most one round, which its socket always has room for.
    const auto sent = ::send(socket_.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(line.size()))
        return true;
    give_up("mpv takes no commands");
    return false;
}

void MpvControl::give_up(std::string_view why) {
    spdlog::debug("{}", why);
    timer_.reset();
    readable_.reset();
}

} // namespace pixelpass
