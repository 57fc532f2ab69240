// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/udp_exit.h"

#include "base/file_descriptor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

namespace pixelpass {
namespace {

constexpr std::uint16_t discard_port = 9;

/// The error of sending one byte there; 0 if it is under way.
int send_to(const sockaddr* address, socklen_t size) {
    const FileDescriptor sender(socket(address->sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (sender.get() < 0)
        return errno;
    const char nothing = 0;
    return sendto(sender.get(), &nothing, 1, MSG_DONTWAIT | MSG_NOSIGNAL, address, size) < 0 ? errno : 0;
}

int send_by_v4() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(discard_port);
    inet_pton(AF_INET, "192.0.2.1", &address.sin_addr);
    return send_to(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

int send_by_v6() {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(discard_port);
    inet_pton(AF_INET6, "2001:db8::1", &address.sin6_addr);
    return send_to(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
}

UdpExit read_error(int error) {
    switch (error) {
    case EPERM:
    case EACCES:
    case ECONNREFUSED: // how a rule refuses that says so by ICMP
        return UdpExit::forbidden;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EAFNOSUPPORT:
    case EADDRNOTAVAIL:
        return UdpExit::no_route;
    default:
        return UdpExit::open;
    }
}

} // namespace

UdpExit look_at_udp_exit() {
    const auto by_v4 = read_error(send_by_v4());
    if (by_v4 == UdpExit::open)
        return by_v4;
    // Without a route of IPv4 that of IPv6 will do; what forbids one of them is meant for both.
    return by_v4 == UdpExit::no_route ? read_error(send_by_v6()) : by_v4;
}

} // namespace pixelpass
