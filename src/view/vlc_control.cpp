// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_control.h"

#include "base/log.h"
#include "base/monotonic.h"

#include <utility>

namespace pixelpass {
namespace {

/// It begins anew for less than mpv does, since it can't make up for anything by speed.
constexpr std::chrono::milliseconds margin{150};

/// As long as VLC is told to (src/view/player.cpp), a decoded picture waits to be shown. No beginning anew
/// takes that away.
constexpr std::chrono::milliseconds network_caching{100};

/// VLC counts anew each 250 ms, and only while something comes: between, a count would be compared with
/// pictures that it does not know of. After so long without, it hangs.
constexpr std::chrono::seconds stale{1};

/// On a still screen the position changes about each second.
constexpr std::chrono::seconds position_stale{3};

} // namespace

VlcControl::VlcControl(FileDescriptor socket, pid_t vlc, Microseconds aim, Served served)
    : served_(std::move(served))
    , governor_(aim, margin)
    , positions_(vlc, [this](Microseconds position) { take(position); })
    , socket_(std::move(socket),
              {.on_turn = [this] { ask(); }, .on_line = [this](std::string_view line) { take(line); }}) {}

void VlcControl::ask() {
    positions_.ask();
    if (!asked_)
        asked_ = socket_.send("stats\n");
}

void VlcControl::take(Microseconds position) {
    const auto before = std::exchange(position_, position);
    auto* served = served_();
    // Only one that has just changed is of now, within a turn.
    if (!served || !before || *before == position)
        return;
    const auto now = monotonic_now();
    const auto behind = served->behind(position, now - PlayerSocket::turn / 2);
    if (!behind)
        return;
    by_position_ = by_position_ ? *by_position_ + (*behind - *by_position_) / 8 : *behind;
    positioned_at_ = now;
}

void VlcControl::forget_all() {
    forget();
    governor_.forget();
    position_.reset();
    by_position_.reset();
}

void VlcControl::take(std::string_view line) {
    const auto decoded = status_.take(line);
    if (decoded || line.starts_with("stats: ")) // the latter ends the answer, also to what came too early
        asked_ = false;
    if (!decoded)
        return;
    if (status_.paused() || *decoded == 0) // or it has not begun yet
        return forget_all();
    const auto now = monotonic_now();
    if (*decoded != decoded_ || now > looked_at_ + stale) {
        decoded_ = *decoded;
        looked_at_ = now;
        auto* served = served_();
        by_count_ = (served ? served->behind(*decoded) : Microseconds{}) + network_caching;
    }
    if (now > positioned_at_ + position_stale)
        by_position_.reset();
    const auto delay = by_position_.value_or(by_count_);
    note(delay);
    const bool lost = by_position_ && lost_ground_.take(now, PlayerControl::delay().value_or(delay));
    if (!governor_.take(now, delay - network_caching).drop && !lost)
        return;
    spdlog::info("VLC is {} ms behind: it begins anew", delay / std::chrono::milliseconds(1));
    by_position_.reset();
    if (!socket_.send("goto 1\n"))
        governor_.forget();
}

} // namespace pixelpass
