// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/bitrate_text.h"
#include "cli/commands.h"
#include "cli/endpoint_options.h"
#include "cli/hosting.h"
#include "cli/password.h"
#include "host/open_studio.h"
#include "media/codec_name.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace pixelpass {
namespace {

std::optional<Size> parse_size(const std::string& text) {
    Size size;
    if (std::sscanf(text.c_str(), "%ux%u", &size.width, &size.height) != 2)
        return std::nullopt;
    return size;
}

X11Target x11_target(const HostOptions& options) {
    if (!options.monitor.empty())
        return X11Monitor{options.monitor};
    if (!options.window.empty())
        return X11Window{options.window};
    if (const auto region = parse_region(options.region))
        return *region;
    return {};
}

StudioRequest studio_request(const HostOptions& options) {
    using Kind = SourceRequest::Kind;
    const Kind kind = options.source == "test"     ? Kind::test
                      : options.source == "x11"    ? Kind::x11
                      : options.source == "portal" ? Kind::portal
                                                   : Kind::automatic;
    return {.source = {.kind = kind,
                       .cursor = options.cursor,
                       .frame_rate = options.frame_rate,
                       .display = {},
                       .target = x11_target(options),
                       .forget = options.forget_source},
            .size = parse_size(options.size),
            .codec = *std::ranges::find(video_codecs, options.codec, codec_word),
            .encoder = options.encoder,
            .bitrate_kbps = parse_bitrate(options.bitrate).value_or(0),
            .sound = options.audio != "none",
            .sound_rule = {
                .only = options.apps, .except = options.no_apps, .voice_programs = options.audio == "all"}};
}

Result<net::EndpointOptions> host_endpoint(const HostOptions& options) {
    auto endpoint = endpoint_options(options.common, options.identity);
    if (endpoint)
        endpoint->hide_addresses = options.hide_addresses;
    return endpoint;
}

Result<Consent> consent(const ConsentOptions& options, const CommonOptions& common) {
    auto password = read_password(options.password_file, Output(common));
    if (!password)
        return fail(password);
    return Consent{.approve = options.approve,
                   .allowed = options.allowed,
                   .password = std::move(*password),
                   .expiry = options.expiry};
}

} // namespace

int run_host(const HostOptions& options) {
    Hosting hosting(options);
    auto endpoint = host_endpoint(options);
    if (!endpoint)
        return hosting.give_up(endpoint.error());
    auto asked = consent(options.consent, options.common);
    if (!asked)
        return hosting.give_up(asked.error());
    auto studio = open_studio(studio_request(options));
    if (!studio)
        return hosting.give_up(studio.error());
    return hosting.run(std::move(*studio), std::move(*endpoint), std::move(*asked));
}

} // namespace pixelpass
