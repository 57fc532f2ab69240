// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_control.h"

#include "base/log.h"
#include "base/monotonic.h"

#include <utility>

namespace pixelpass {
namespace {

/// It begins anew for less than mpv does, since it can't make up for anything by speed.
constexpr std::chrono::milliseconds margin{150};

/// As long as VLC is told to (src/view/player.cpp), a decoded picture waits to be shown.
constexpr std::chrono::milliseconds network_caching{100};

/// VLC counts anew each 250 ms, and only while something comes: between, a count would be compared with
/// pictures that it does not know of. After so long without, it hangs.
constexpr std::chrono::seconds stale{1};

} // namespace

VlcControl::VlcControl(FileDescriptor socket, Microseconds aim, Behind behind)
    : behind_(std::move(behind))
    , governor_(aim, margin)
    , socket_(std::move(socket),
              {.on_turn = [this] { ask(); }, .on_line = [this](std::string_view line) { take(line); }}) {}

void VlcControl::ask() {
    if (!asked_)
        asked_ = socket_.send("stats\n");
}

void VlcControl::take(std::string_view line) {
    const auto decoded = status_.take(line);
    if (decoded || line.starts_with("stats: ")) // the latter ends the answer, also to what came too early
        asked_ = false;
    if (!decoded)
        return;
    if (status_.paused() || *decoded == 0) { // or it has not begun yet
        forget();
        return governor_.forget();
    }
    const auto now = monotonic_now();
    if (*decoded != decoded_ || now > looked_at_ + stale) {
        decoded_ = *decoded;
        looked_at_ = now;
        delay_ = behind_(*decoded);
    }
    note(delay_ + network_caching);
    if (!governor_.take(now, delay_).drop)
        return;
    spdlog::info("VLC is {} ms behind: it begins anew", delay_ / std::chrono::milliseconds(1));
    if (!socket_.send("goto 1\n"))
        governor_.forget();
}

} // namespace pixelpass
