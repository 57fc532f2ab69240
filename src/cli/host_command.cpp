// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/source_request.h"
#include "cli/commands.h"
#include "cli/endpoint_options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "gst/encoder_trial.h"
#include "gst/init.h"
#include "host/share.h"

#include <fmt/format.h>

#include <cstdio>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds stats_interval{1};

SourceRequest source_request(const HostOptions& options) {
    using Kind = SourceRequest::Kind;
    const Kind kind = options.source == "test"  ? Kind::test
                      : options.source == "x11" ? Kind::x11
                                                : Kind::automatic;
    return {.kind = kind, .cursor = options.cursor, .display = {}};
}

std::optional<Size> parse_size(const std::string& text) {
    Size size;
    if (std::sscanf(text.c_str(), "%ux%u", &size.width, &size.height) != 2)
        return std::nullopt;
    return size;
}

/// Opens what the options name, so that what can't work is said before there is a ticket.
Result<Studio::Options> prepare_studio(const HostOptions& options, const Output& output) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    auto source = open_source(source_request(options));
    if (!source)
        return fail(source);
    auto encoder = choose_encoder(options.encoder);
    if (!encoder)
        return fail(encoder);
    Studio::Options studio{
        .source = std::move(*source), .encoder = *encoder, .video = {}, .sound = Sound::none};
    studio.video.frame_rate = options.frame_rate;
    studio.video.size = parse_size(options.size);
    const Size encoded = encoded_size(studio.source.size, studio.video.size);
    studio.video.bitrate_kbps = options.bitrate == "auto"
                                    ? default_bitrate_kbps(encoded, options.frame_rate)
                                    : static_cast<unsigned>(std::stoul(options.bitrate));
    if (options.audio == "system")
        studio.sound = options.source == "test" ? Sound::tone : Sound::system;
    output.source(fmt::format("{}, {}x{}", studio.source.name, encoded.width, encoded.height));
    output.encoder(std::string(studio.encoder->name), studio.encoder->hardware, studio.video.bitrate_kbps);
    output.audio(studio.sound == Sound::none   ? "none"
                 : studio.sound == Sound::tone ? "a test tone"
                                               : "all that plays on the default sink");
    return studio;
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
    auto studio = prepare_studio(options, output);
    if (!studio)
        return give_up(studio.error());

    // From here on Ctrl-C is ours; before, it ends the program by itself.
    Session session(options.common.duration);
    bool watched = false;
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
         .on_failed = [&](const Error& error) { session.end(give_up(error)); }});
    if (!started)
        return give_up(started.error());
    share = std::move(*started);
    const Source stats = every(stats_interval, [&] { output.stats(share->viewers(), share->pictures()); });
    const int status = session.run([&] { return watched; });
    share->end(farewell);
    output.ended("the share has ended");
    return status;
}

} // namespace pixelpass
