// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/commands.h"
#include "cli/endpoint_options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "host/open_studio.h"
#include "host/share.h"

#include <fmt/format.h>

#include <cstdio>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds stats_interval{1};

std::optional<Size> parse_size(const std::string& text) {
    Size size;
    if (std::sscanf(text.c_str(), "%ux%u", &size.width, &size.height) != 2)
        return std::nullopt;
    return size;
}

StudioRequest studio_request(const HostOptions& options) {
    using Kind = SourceRequest::Kind;
    const Kind kind = options.source == "test"  ? Kind::test
                      : options.source == "x11" ? Kind::x11
                                                : Kind::automatic;
    return {.source = {.kind = kind, .cursor = options.cursor, .display = {}},
            .frame_rate = options.frame_rate,
            .size = parse_size(options.size),
            .encoder = options.encoder,
            .bitrate_kbps =
                options.bitrate == "auto" ? 0 : static_cast<unsigned>(std::stoul(options.bitrate)),
            .sound = options.audio != "none"};
}

const char* describe(Sound sound) {
    switch (sound) {
    case Sound::system:
        return "all that plays on the default sink";
    case Sound::tone:
        return "a test tone";
    case Sound::none:
        break;
    }
    return "none";
}

void announce(const Studio::Options& studio, const Output& output) {
    const Size size = encoded_size(studio.source.size, studio.video.size);
    output.source(fmt::format("{}, {}x{}", studio.source.name, size.width, size.height));
    output.encoder(std::string(studio.encoder->name), studio.encoder->hardware, studio.video.bitrate_kbps);
    output.audio(describe(studio.sound));
}

} // namespace

int run_host(const HostOptions& options) {
    const Output output(options.common);
    const auto give_up = [&](const Error& error) {
        output.error(error);
        return static_cast<int>(error.code);
    };
    auto endpoint = endpoint_options(options.common);
    if (!endpoint)
        return give_up(endpoint.error());
    auto studio = open_studio(studio_request(options));
    if (!studio)
        return give_up(studio.error());
    announce(*studio, output);

    // From here on Ctrl-C is ours; before, it ends the program by itself.
    Session session(options.common.duration);
    bool watched = false;
    bool failed = false;
    Source stats;
    std::unique_ptr<Share> share;
    auto started = Share::start(
        {.studio = std::move(*studio), .endpoint = std::move(*endpoint), .max_viewers = options.max_viewers},
        {.on_ticket =
             [&](const std::string& ticket, bool reachable) {
                 if (!reachable)
                     output.warning(
                         {Code::unreachable,
                          "no relay answers: only viewers on networks that reach this one can watch",
                          "check the internet connection, or use --relay none to do without"});
                 output.ticket(ticket);
             },
         .on_joined =
             [&](const ViewerStatus& viewer) {
                 watched = true;
                 output.joined(viewer);
             },
         .on_left = [&](const ViewerStatus& viewer,
                        const std::string& reason) { output.left(viewer, reason); },
         .on_warning = [&](const Error& warning) { output.warning(warning); },
         .on_failed =
             [&](const Error& error) {
                 failed = true;
                 stats = {}; // The error is the last event.
                 session.end(give_up(error));
             }});
    if (!started)
        return give_up(started.error());
    share = std::move(*started);
    stats = every(stats_interval, [&] { output.stats(share->viewers(), share->pictures()); });
    const int status = session.run([&] { return watched; });
    share->end(farewell);
    if (!failed)
        output.ended("the share has ended");
    return status;
}

} // namespace pixelpass
