// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/running_player.h"

#include <sys/socket.h>

#include <array>
#include <utility>

namespace pixelpass {

Result<std::unique_ptr<RunningPlayer>> RunningPlayer::start(const InstalledPlayer& installed,
                                                            Child::Command command, Microseconds latency,
                                                            Events events) {
    auto player = std::make_unique<RunningPlayer>();
    FileDescriptor theirs;
    const auto& options = installed.spec->control_options;
    if (installed.steerable && !options.empty()) {
        // A pair of sockets has no name that anybody else could open, and that could be left behind.
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
            return fail(Code::internal, "no socket for the player");
        player->control_ = std::make_unique<MpvControl>(FileDescriptor(ends[0]), latency,
                                                        std::move(events.on_keyframe_needed));
        theirs = FileDescriptor(ends[1]);
        command.socket = theirs.get();
        command.argv.insert(command.argv.end() - 1, options.begin(), options.end());
    }
    auto child = Child::start(command, std::move(events.on_exited));
    if (!child)
        return fail(child);
    player->child_ = std::move(*child);
    return player;
}

} // namespace pixelpass
