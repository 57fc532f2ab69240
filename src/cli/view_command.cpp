// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/commands.h"
#include "cli/delay_text.h"
#include "cli/endpoint_options.h"
#include "cli/output.h"
#include "cli/password.h"
#include "cli/session.h"
#include "cli/ticket_text.h"
#include "gst/window_elements.h"
#include "net/identity.h"

#include <glib.h>

#include <array>
#include <cstdio>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds stats_interval{1};

/// The ticket, from stdin if it is `-`.
std::string read_ticket(const std::string& given) {
    if (given != "-")
        return ticket_in(given);
    std::array<char, 4096> line{};
    return ticket_in(std::fgets(line.data(), line.size(), stdin) ? line.data() : "");
}

/// A window where GStreamer has what it takes; it also says best what would help where nothing opens.
void do_without_player(Watch::Options& watch) {
    const auto displays = DisplayServers::here();
    if ((displays.wayland || displays.x11) && !(choose_window_sink() && window_decoders(Codec::h264))) {
        if (auto browser = find_browser(BrowserPlaces::here())) {
            watch.browser = std::move(*browser);
            return;
        }
    }
    watch.window = true;
}

/// What is the viewer's own on the way to the host.
Result<void> prepare_host(const ViewOptions& options, const Output& output, HostContact::Options& host) {
    host.ticket = read_ticket(options.ticket);
    if (auto parsed = net::parse_ticket(host.ticket); !parsed)
        return fail(parsed);
    auto endpoint = endpoint_options(options.common);
    if (!endpoint)
        return fail(endpoint);
    host.endpoint = std::move(*endpoint);
    if (!options.identity.empty()) {
        auto key = net::load_identity(options.identity);
        if (!key)
            return fail(key);
        host.endpoint.secret_key = std::move(*key);
    }
    host.name = g_get_user_name();
    auto password = read_password(options.password_file, output);
    if (!password)
        return fail(password);
    host.password = std::move(*password);
    return {};
}

Result<Watch::Options> prepare_watch(const ViewOptions& options, const Output& output) {
    Watch::Options watch;
    if (auto host = prepare_host(options, output, watch.host); !host)
        return fail(host);
    watch.port = options.port;
    watch.latency = options.latency;
    watch.recording = options.common.recording;
    if (options.player == "window" || options.player == "none") {
        watch.window = options.player == "window";
        return watch;
    }
    if (options.player == "browser") {
        auto browser = find_browser(BrowserPlaces::here());
        if (!browser)
            return fail(browser);
        watch.browser = std::move(*browser);
        return watch;
    }
    auto player = choose_player(options.player, PlayerPlaces::here());
    if (player)
        watch.player = std::move(*player);
    else if (options.player == "auto")
        do_without_player(watch);
    else
        return fail(player);
    return watch;
}

/// Asks the person for the password, if they are not asked already.
Result<void> ask_password(std::unique_ptr<PasswordPrompt>& prompt, Watch& watch) {
    if (prompt)
        return {};
    auto asked = PasswordPrompt::ask([&](std::string password) {
        prompt.reset();
        watch.give_password(std::move(password));
    });
    if (!asked)
        return fail(asked);
    prompt = std::move(*asked);
    return {};
}

} // namespace

int run_view(const ViewOptions& options) {
    const auto begun = std::chrono::steady_clock::now();
    const Output output(options.common);
    const auto give_up = [&](const Error& error) {
        output.error(error);
        return static_cast<int>(error.code);
    };
    auto prepared = prepare_watch(options, output);
    if (!prepared)
        return give_up(prepared.error());

    if (!prepared->player && options.player == "auto")
        output.no_player(prepared->window);

    Session session(options.common.duration);
    bool pictured = false;
    Source stats;
    std::unique_ptr<PasswordPrompt> prompt;
    std::unique_ptr<Watch> watch;
    auto started = Watch::start(
        std::move(*prepared),
        {.on_connected = [&](const WatchStatus& status) { output.connected(status); },
         .on_pending = [&] { output.pending(); },
         .on_password_wanted = [&] { return ask_password(prompt, *watch); },
         .on_waiting = [&] { output.waiting(); },
         .on_warning = [&](const Error& warning) { output.warning(warning); },
         .on_url = [&](const std::string& url) { output.url(url); },
         .on_player_started = [&](const Child::Command& command) { output.player_started(command); },
         .on_window_started = [&](const WindowStatus& window) { output.window_started(window); },
         .on_player_exited = [&](int status) { output.player_exited(status); },
         .overlay = [](const WatchStatus& status) { return describe_overlay(status); },
         .on_first_picture =
             [&](std::optional<Codec> codec) {
                 pictured = true;
                 output.first_picture(std::chrono::duration_cast<std::chrono::milliseconds>(
                                          std::chrono::steady_clock::now() - begun),
                                      codec);
             },
         .on_ended =
             [&](const Result<void>& result, const std::string& reason) {
                 stats = {}; // The end is the last event.
                 prompt = {};
                 if (result)
                     output.ended(reason);
                 session.end(result ? 0 : give_up(result.error()));
             }});
    if (!started)
        return give_up(started.error());
    watch = std::move(*started);
    stats = every(stats_interval, [&] {
        if (!prompt) // which stands on the line of the status
            output.stats(watch->status());
    });
    const int status = session.run([&] { return pictured; });
    watch->end(farewell);
    return status;
}

} // namespace pixelpass
