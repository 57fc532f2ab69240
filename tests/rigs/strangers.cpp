// SPDX-License-Identifier: MIT OR Apache-2.0
// A crowd that wants to watch: each stranger has an endpoint of its own, says Hello, and stays until it is
// sent away. Prints a line for each of them: "asks", once the host's person is asked about it, or "is sent
// away".
//   strangers TICKET                        a hundred of them a second, until SIGTERM
#include "base/main_loop.h"
#include "net/endpoint.h"
#include "wire/alpn.h"
#include "wire/control_reader.h"

#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace pixelpass;

constexpr std::chrono::milliseconds between_strangers{10};
constexpr std::size_t most_at_a_time = 200; // each has a socket

class Stranger {
public:
    Result<void> dial(const std::string& ticket) {
        net::EndpointOptions options;
        options.relay = net::RelayMode::none;
        options.bind = "127.0.0.1:0";
        auto endpoint = net::Endpoint::create(options, {});
        if (!endpoint)
            return fail(endpoint);
        endpoint_ = std::move(*endpoint);
        return endpoint_->connect(ticket, {wire::alpn_live}, [this](auto made) { ask(std::move(made)); });
    }
    [[nodiscard]] bool is_over() const { return over_; }
    void leave() {
        if (connection_)
            connection_->close(0, "");
        endpoint_->close(std::chrono::milliseconds(100));
    }

private:
    void ask(Result<std::unique_ptr<net::Connection>> made) {
        if (!made)
            return go();
        connection_ = std::move(*made);
        connection_->listen({.on_message = {},
                             .on_stream = {},
                             .on_path_changed = {},
                             .on_closed = [this](const net::CloseInfo&) { go(); }});
        control_ = connection_->open_stream();
        control_->listen({.on_data =
                              [this](ByteView data) {
                                  const auto read = reader_.feed(data, [](const wire::Message& message) {
                                      if (std::holds_alternative<wire::Pending>(message))
                                          std::puts("asks");
                                  });
                                  over_ = over_ || !read;
                              },
                          .on_ended = {}});
        control_->write(wire::encode(wire::Hello{.capabilities = 0, .name = "stranger"}));
        control_->write(wire::encode(wire::Subscribe{{{.kind = MediaKind::video}}}));
    }
    void go() {
        std::puts("is sent away");
        over_ = true;
    }

    bool over_ = false;
    wire::ControlReader reader_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: strangers TICKET\n", stderr);
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    MainLoop loop;
    int status = 0;
    std::vector<std::unique_ptr<Stranger>> crowd;
    const Source terminate = on_signal(SIGTERM, [&] { loop.quit(); });
    const Source coming = every(between_strangers, [&] {
        std::erase_if(crowd, [](const auto& stranger) { return stranger->is_over(); });
        if (crowd.size() >= most_at_a_time)
            return;
        if (const auto dialled = crowd.emplace_back(std::make_unique<Stranger>())->dial(argv[1]); !dialled) {
            std::fprintf(stderr, "%s\n", dialled.error().message.c_str());
            status = 1;
            loop.quit();
        }
    });
    loop.run();
    for (const auto& stranger : crowd)
        stranger->leave();
    return status;
}
