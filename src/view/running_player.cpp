// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/running_player.h"

#include "view/mpv_control.h"
#include "view/vlc_control.h"

#include <fmt/format.h>
#include <glib.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace pixelpass {
namespace {

std::unique_ptr<PlayerControl> make_control(PlayerProtocol protocol, FileDescriptor socket, pid_t player,
                                            Microseconds latency, RunningPlayer::Events& events) {
    if (protocol == PlayerProtocol::mpv)
        return std::make_unique<MpvControl>(
            std::move(socket), latency,
            MpvControl::Events{.on_dropped = std::move(events.on_keyframe_needed),
                               .picture_interval = std::move(events.picture_interval)});
    return std::make_unique<VlcControl>(std::move(socket), player, latency, std::move(events.served));
}

} // namespace

Result<std::unique_ptr<RunningPlayer>> RunningPlayer::start(const InstalledPlayer& player,
                                                            Child::Command command, Microseconds latency,
                                                            Events events) {
    auto running = std::make_unique<RunningPlayer>();
    FileDescriptor ours;
    FileDescriptor theirs;
    const auto& options = player.spec->control_options;
    if (player.steerable && !options.empty()) {
        // A pair of sockets has no name that anybody else could open, and that could be left behind.
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return fail(Code::internal, fmt::format("no socket for the player: {}", g_strerror(errno)));
        ours = FileDescriptor(ends[0]);
        theirs = FileDescriptor(ends[1]);
        command.socket = theirs.get();
        command.argv.insert(command.argv.end() - 1, options.begin(), options.end());
    }
    auto child = Child::start(command, std::move(events.on_exited));
    if (!child)
        return fail(child);
    running->child_ = std::move(*child);
    if (ours.get() >= 0)
        running->control_ =
            make_control(player.spec->protocol, std::move(ours), running->child_->id(), latency, events);
    return running;
}

} // namespace pixelpass
