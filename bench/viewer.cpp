// SPDX-License-Identifier: MIT OR Apache-2.0
// A viewer that measures instead of showing: connects a number of viewers, each with an endpoint of its own,
// and prints one JSON object a line for each access unit, with the time (CLOCK_MONOTONIC, in µs) at which it
// was handed on in order, and for each first keyframe the time since the call that dialled.
//   bench_viewer TICKET COUNT [BIND]        until SIGINT or SIGTERM
#include "base/main_loop.h"
#include "base/monotonic.h"
#include "net/endpoint.h"
#include "view/host_link.h"
#include "wire/alpn.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace pixelpass;

/// One of the viewers.
class Viewer {
public:
    explicit Viewer(unsigned number)
        : number_(number) {}

    Result<void> dial(const std::string& ticket, const std::string& bind) {
        net::EndpointOptions options;
        options.relay = net::RelayMode::none;
        options.bind = bind;
        auto endpoint = net::Endpoint::create(options, {});
        if (!endpoint)
            return fail(endpoint);
        endpoint_ = std::move(*endpoint);
        dialled_at_ = monotonic_now();
        return endpoint_->connect(ticket, {wire::alpn_live}, [this](auto made) { use(std::move(made)); });
    }

    void end() {
        if (connection_)
            connection_->close(0, "");
        endpoint_->close(std::chrono::milliseconds(200));
    }

private:
    void use(Result<std::unique_ptr<net::Connection>> made) {
        if (!made)
            return say("closed", 0);
        connection_ = std::move(*made);
        say("connected", (monotonic_now() - dialled_at_).count());
        connection_->listen(
            {.on_message = [this](const SharedBytes& message) { link_->take_message(message); },
             .on_stream = {},
             .on_path_changed = {},
             .on_closed = [this](const net::CloseInfo&) { say("closed", 0); }});
        link_ =
            std::make_unique<HostLink>(*connection_, fmt::format("bench {}", number_),
                                       HostLink::Events{.on_unit = [this](const auto& unit) { take(*unit); },
                                                        .on_broken = [this] { say("broken", 0); },
                                                        .on_silence = [this] { say("silent", 0); }});
        link_->subscribe(true);
    }

    void take(const AccessUnit& unit) {
        const auto now = monotonic_now();
        const bool video = unit.kind == MediaKind::video;
        if (video && !std::exchange(joined_, true))
            say("joined", (now - dialled_at_).count());
        fmt::print(R"({{"viewer":{},"kind":"{}","pts":{},"at":{},"keyframe":{},"bytes":{},"width":{}}})"
                   "\n",
                   number_, video ? "video" : "audio", unit.pts.count(), now.count(), unit.keyframe,
                   unit.payload.view.size(), unit.format->width);
    }

    void say(const char* event, std::int64_t after_us) {
        fmt::print(R"({{"viewer":{},"event":"{}","at":{},"after_us":{}}})"
                   "\n",
                   number_, event, monotonic_now().count(), after_us);
        std::fflush(stdout);
    }

    unsigned number_;
    bool joined_ = false;
    Microseconds dialled_at_{};
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<HostLink> link_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fputs("usage: bench_viewer TICKET COUNT [BIND]\n", stderr);
        return 2;
    }
    MainLoop loop;
    const Source interrupt = on_signal(SIGINT, [&] { loop.quit(); });
    const Source terminate = on_signal(SIGTERM, [&] { loop.quit(); });
    std::vector<std::unique_ptr<Viewer>> viewers;
    for (int i = 0; i < std::atoi(argv[2]); ++i) {
        viewers.push_back(std::make_unique<Viewer>(static_cast<unsigned>(i)));
        if (auto dialled = viewers.back()->dial(argv[1], argc > 3 ? argv[3] : ""); !dialled) {
            std::fprintf(stderr, "%s\n", dialled.error().message.c_str());
            return 1;
        }
    }
    loop.run();
    for (const auto& viewer : viewers)
        viewer->end();
}
