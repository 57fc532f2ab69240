// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/player_control.h"

#include "base/log.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace pixelpass {

PlayerSocket::PlayerSocket(FileDescriptor socket, Events events)
    : socket_(std::move(socket))
    , events_(std::move(events))
    , timer_(every(turn, [this] { events_.on_turn(); }))
    , readable_(on_readable(socket_.get(), [this] { read(); })) {}

void PlayerSocket::read() {
    std::array<char, 4096> buffer{};
    const auto size = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0)
        return give_up("the player has closed its socket");
    lines_.feed({buffer.data(), static_cast<std::size_t>(size)}, events_.on_line);
}

bool PlayerSocket::send(std::string_view lines) {
    // So little is under way that there is always room for it.
    const auto sent = ::send(socket_.get(), lines.data(), lines.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(lines.size()))
        return true;
    give_up("the player takes no commands");
    return false;
}

void PlayerSocket::give_up(std::string_view why) {
    spdlog::debug("{}", why);
    timer_.reset();
    readable_.reset();
}

} // namespace pixelpass
