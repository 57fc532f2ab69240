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

std::unique_ptr<PlayerControl> make_control(PlayerProtocol protocol, FileDescriptor socket,
                                            Microseconds latency, RunningPlayer::Events& events) {
    if (protocol == PlayerProtocol::mpv)
        return std::make_unique<MpvControl>(std::move(socket), latency, std::move(events.on_keyframe_needed));
    return std::make_unique<VlcControl>(std::move(socket), latency,
                                        [served = std::move(events.served)](std::uint64_t decoded) {
                                            auto* pictures = served();
                                            return pictures ? pictures->behind(decoded) : Microseconds{};
                                        });
}

} // namespace

Result<std::unique_ptr<RunningPlayer>> RunningPlayer::start(const InstalledPlayer& player,
                                                            Child::Command command, Microseconds latency,
                                                            Events events) {
    auto running = std::make_unique<RunningPlayer>();
    FileDescriptor theirs;
    const auto& options = player.spec->control_options;
    if (player.steerable && !options.empty()) {
        // A pair of sockets has no name that anybody else could open, and that could be left behind.
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return fail(Code::internal, fmt::format("no socket for the player: {}", g_strerror(errno)));
        running->control_ = make_control(player.spec->protocol, FileDescriptor(ends[0]), latency, events);
        theirs = FileDescriptor(ends[1]);
        command.socket = theirs.get();
        command.argv.insert(command.argv.end() - 1, options.begin(), options.end());
    }
    auto child = Child::start(command, std::move(events.on_exited));
    if (!child)
        return fail(child);
    running->child_ = std::move(*child);
    return running;
}

} // namespace pixelpass
