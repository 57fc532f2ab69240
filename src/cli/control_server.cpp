// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_server.h"

#include "base/log.h"
#include "cli/control_request.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::string_view too_many =
    R"({"ok":false,"status":1,"message":"too many programs control this host","hint":"end one of them"})"
    "\n";

bool would_block() { return errno == EAGAIN || errno == EINTR; }

} // namespace

/// One program that is connected. It reads no more while an answer waits to be read. Once it is over it waits
/// to be destroyed from the main loop.
class ControlServer::Client {
public:
    Client(ControlServer& server, FileDescriptor socket)
        : server_(server)
        , socket_(std::move(socket)) {
        listen();
        be_patient();
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    [[nodiscard]] bool over() const { return over_; }
    [[nodiscard]] bool watches() const { return watches_; }
    void send(const std::string& line) {
        if (over_)
            return;
        unread_ += line + '\n';
        if (unread_.size() > max_unread)
            end("it does not read");
        else
            flush();
    }

private:
    void listen() {
        readable_ = on_readable(socket_.get(), [this] { read(); });
    }
    /// Who watches may be silent, but has to read.
    void be_patient() {
        deadline_ = watches_ && unread_.empty() ? Source() : after(patience, [this] { end("it is idle"); });
    }
    void end(const char* why) {
        spdlog::debug("a program that controls this host is let go: {}", why);
        over_ = true;
        // Its sources may be running: they go with it.
        server_.cleanup_ = after(std::chrono::milliseconds(0), [&server = server_] {
            std::erase_if(server.clients_, [](const auto& client) { return client->over(); });
        });
    }

    void read() {
        std::array<char, longest_control_line> bytes{};
        const auto count = over_ ? 0 : recv(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count < 0 && would_block())
            return;
        if (count <= 0)
            return over_ ? readable_.reset() : end("it has left");
        asked_.append(bytes.data(), static_cast<std::size_t>(count));
        answer();
    }

    void answer() {
        while (!over_ && unread_.empty()) {
            const auto length = asked_.find('\n');
            if (std::min(length, asked_.size()) > longest_control_line) {
                send(server_.on_line_(asked_).line); // which says so
                return end("its line is too long");
            }
            if (length == std::string::npos)
                return;
            auto reply = server_.on_line_(std::string_view(asked_).substr(0, length));
            asked_.erase(0, length + 1);
            watches_ = watches_ || reply.watches;
            send(reply.line);
            be_patient();
        }
    }

    void flush() {
        while (!unread_.empty()) {
            const auto count =
                ::send(socket_.get(), unread_.data(), unread_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
            if (count < 0 && would_block())
                break;
            if (count <= 0)
                return end("it has left");
            unread_.erase(0, static_cast<std::size_t>(count));
            be_patient();
        }
        if (unread_.empty() && std::exchange(blocked_, false)) {
            writable_.reset();
            listen();
            be_patient();
        } else if (!unread_.empty() && !std::exchange(blocked_, true)) {
            readable_.reset();
            writable_ = on_writable(socket_.get(), [this] {
                flush();
                answer();
            });
            be_patient();
        }
    }

    ControlServer& server_;
    const FileDescriptor socket_;
    std::string asked_;  ///< and not yet answered
    std::string unread_; ///< that is still to be sent
    bool watches_ = false;
    bool blocked_ = false; ///< it does not read fast enough
    bool over_ = false;
    Source readable_;
    Source writable_;
    Source deadline_;
};

Result<std::unique_ptr<ControlServer>> ControlServer::start(OnLine on_line) {
    auto sockets = ControlSockets::find();
    if (!sockets)
        return fail(sockets);
    auto listener = sockets->listen(getpid());
    if (!listener)
        return fail(listener);
    return std::unique_ptr<ControlServer>(
        new ControlServer(std::move(*sockets), std::move(*listener), std::move(on_line)));
}

ControlServer::ControlServer(ControlSockets sockets, FileDescriptor listener, OnLine on_line)
    : sockets_(std::move(sockets))
    , on_line_(std::move(on_line))
    , listener_(std::move(listener))
    , incoming_(on_readable(listener_.get(), [this] { accept(); })) {}

ControlServer::~ControlServer() { sockets_.remove(getpid()); }

void ControlServer::accept() {
    FileDescriptor socket(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (socket.get() < 0 || !is_of_this_user(socket.get()))
        return;
    if (clients_.size() < max_clients)
        clients_.push_back(std::make_unique<Client>(*this, std::move(socket)));
    else
        ::send(socket.get(), too_many.data(), too_many.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

bool ControlServer::is_watched() const {
    return std::ranges::any_of(clients_, [](const auto& client) { return client->watches(); });
}

void ControlServer::tell(const std::string& event) {
    for (const auto& client : clients_) {
        if (client->watches())
            client->send(event);
    }
}

} // namespace pixelpass
