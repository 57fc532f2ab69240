// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_client.h"

#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>

namespace pixelpass {
namespace {

using nlohmann::json;

constexpr std::time_t answer_seconds = 5;
/// More than all that a host tells of a thousand viewers.
constexpr std::size_t longest_answer = 4U << 20;

void set_patience(int socket, std::time_t seconds) {
    const timeval limit{.tv_sec = seconds, .tv_usec = 0}; // 0: for ever
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

/// As much as the other side takes.
void send_all(int socket, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto count = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count < 0 && errno != EINTR)
            return;
        bytes.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
}

/// The code of that exit status, if there is such.
Code code_of(int status) {
    const bool known = status >= static_cast<int>(Code::internal) && status <= static_cast<int>(Code::audio);
    return known ? static_cast<Code>(status) : Code::internal;
}

} // namespace

Result<ControlClient> ControlClient::connect(const ControlSockets& sockets, pid_t host) {
    auto socket = sockets.connect(host);
    if (!socket)
        return fail(socket);
    set_patience(socket->get(), answer_seconds);
    return ControlClient(std::move(*socket));
}

Result<json> ControlClient::ask(const ControlRequest& request) {
    // A host that has no place for one more has said so, and takes nothing.
    send_all(socket_.get(), to_line(request) + '\n');
    const auto line = read_line();
    auto answer = line ? json::parse(*line, nullptr, false) : json();
    if (!answer.is_object())
        return fail(Code::unreachable, "the host does not answer",
                    "it may have ended; pixelpass ctl list shows those that run");
    try {
        if (answer.value("ok", false))
            return answer;
        return fail(code_of(answer.value("status", 0)), answer.value("message", "the host refuses"),
                    answer.value("hint", ""));
    } catch (const json::exception&) {
        return fail(Code::internal, "the host is of another version of pixelpass");
    }
}

std::optional<std::string> ControlClient::next_event() {
    set_patience(socket_.get(), 0);
    return read_line();
}

std::optional<std::string> ControlClient::read_line() {
    for (;;) {
        if (const auto length = read_.find('\n'); length != std::string::npos) {
            auto line = read_.substr(0, length);
            read_.erase(0, length + 1);
            return line;
        }
        std::array<char, 16384> bytes{};
        const auto count = recv(socket_.get(), bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0 || read_.size() > longest_answer)
            return std::nullopt;
        read_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

} // namespace pixelpass
