// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/log.h"
#include "base/state_file.h"
#include "cli/commands.h"
#include "cli/delay_text.h"
#include "cli/endpoint_options.h"
#include "cli/output.h"
#include "cli/password.h"
#include "cli/session.h"
#include "cli/ticket_text.h"
#include "cli/view_dashboard.h"
#include "gst/window_elements.h"

#include <fmt/format.h>
#include <glib.h>

#include <array>
#include <cstdio>
#include <utility>

namespace pixelpass {
namespace {

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

/// That of this user's viewers, so that hosts know them again, unless another viewer has it at the moment.
std::optional<net::Identity> usual_identity(const Output& output) {
    auto identity = net::load_identity(StateFile("viewer-identity").path());
    if (!identity)
        output.warning(identity.error());
    else if (!*identity)
        spdlog::info("another viewer has the usual identity: this one has its own");
    return identity.value_or(std::nullopt);
}

/// What is the viewer's own on the way to the host.
Result<void> prepare_host(const ViewOptions& options, const Output& output, HostContact::Options& host) {
    host.ticket = read_ticket(options.ticket);
    if (auto parsed = net::parse_ticket(host.ticket); !parsed)
        return fail(parsed);
    auto endpoint = endpoint_options(options.common, options.identity);
    if (!endpoint)
        return fail(endpoint);
    host.endpoint = std::move(*endpoint);
    if (options.identity.empty())
        host.endpoint.identity = usual_identity(output);
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

/// A watch, and all that is said about it.
class Viewing {
public:
    explicit Viewing(const ViewOptions& options)
        : options_(options)
        , output_(options.common) {}

    [[nodiscard]] int run();

private:
    [[nodiscard]] Watch::Events watch_events();
    void tell_first_picture(std::optional<Codec> codec);
    void set_pending(bool pending);
    void let_in();
    void end(const Result<void>& result, const std::string& reason);
    [[nodiscard]] int give_up(const Error& error);
    [[nodiscard]] Result<void> ask_password();
    void take_password(std::string password);
    void open_dashboard();
    void close_dashboard();

    const ViewOptions& options_;
    Output output_;
    std::optional<Session> session_;
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
    bool pictured_ = false;
    bool pending_ = false; ///< the host's person is asked
    Source stats_;
    std::unique_ptr<Watch> watch_;
    std::string url_;    ///< of the stream, as it was said
    std::string player_; ///< its command line, likewise
    std::unique_ptr<PasswordPrompt> prompt_;
    bool asking_ = false; ///< for a password
    bool asked_ = false;  ///< likewise, before
    std::unique_ptr<ViewDashboard> dashboard_;
};

int Viewing::run() {
    auto prepared = prepare_watch(options_, output_);
    if (!prepared)
        return give_up(prepared.error());
    if (!prepared->player && options_.player == "auto")
        output_.no_player(prepared->window);
    session_.emplace(options_.common.duration);
    auto watch = Watch::start(std::move(*prepared), watch_events());
    if (!watch)
        return give_up(watch.error());
    watch_ = std::move(*watch);
    open_dashboard();
    stats_ = every(stats_interval, [this] {
        if (prompt_) // which stands on the line of the status
            return;
        const auto status = watch_->status();
        if (status.width > 0) // It is told what there is.
            let_in();
        output_.stats(status);
        if (dashboard_)
            dashboard_->tick(status);
    });
    const int status = session_->run([this] { return pictured_; });
    close_dashboard();
    watch_->end(farewell);
    return status;
}

Watch::Events Viewing::watch_events() {
    return {
        .on_connected = [this](const WatchStatus& status) { output_.connected(status); },
        .on_pending =
            [this] {
                set_pending(true);
                output_.pending();
            },
        .on_let_in = [this] { let_in(); },
        .on_password_wanted = [this] { return ask_password(); },
        .on_waiting =
            [this] {
                set_pending(false);
                output_.waiting();
            },
        .on_warning = [this](const Error& warning) { output_.warning(warning); },
        .on_url =
            [this](const std::string& url) {
                output_.url(url);
                url_ = url;
                if (dashboard_)
                    dashboard_->show_url(url);
            },
        .on_player_started =
            [this](const Child::Command& command) {
                output_.player_started(command);
                player_ = fmt::format("{}", fmt::join(command.argv, " "));
                if (dashboard_)
                    dashboard_->show_player(player_);
            },
        .on_window_started = [this](const WindowStatus& window) { output_.window_started(window); },
        .on_player_exited = [this](int status) { output_.player_exited(status); },
        .overlay = [](const WatchStatus& status) { return describe_overlay(status); },
        .on_first_picture = [this](std::optional<Codec> codec) { tell_first_picture(codec); },
        .on_ended = [this](const Result<void>& result, const std::string& reason) { end(result, reason); }};
}

void Viewing::tell_first_picture(std::optional<Codec> codec) {
    pictured_ = true;
    let_in();
    output_.first_picture(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun_),
        codec);
}

void Viewing::set_pending(bool pending) {
    pending_ = pending;
    if (dashboard_)
        dashboard_->show_pending(pending);
}

void Viewing::let_in() {
    if (!pending_)
        return;
    set_pending(false);
    output_.let_in();
}

void Viewing::end(const Result<void>& result, const std::string& reason) {
    stats_ = {}; // The end is the last event.
    prompt_ = {};
    close_dashboard();
    if (result)
        output_.ended(reason);
    session_->end(result ? 0 : give_up(result.error()));
}

int Viewing::give_up(const Error& error) {
    close_dashboard();
    output_.error(error);
    return static_cast<int>(error.code);
}

Result<void> Viewing::ask_password() {
    if (std::exchange(asking_, true))
        return {};
    const auto* const question =
        std::exchange(asked_, true) ? "that password is wrong, try again" : "the host asks for a password";
    if (dashboard_) {
        dashboard_->ask_password(question,
                                 [this](std::string password) { take_password(std::move(password)); });
        return {};
    }
    auto asked = PasswordPrompt::ask(question, [this](std::string password) {
        prompt_.reset();
        if (password.empty())
            return end(fail(Code::refused, "no password was given", "type it, or use --password-file FILE"),
                       "");
        take_password(std::move(password));
    });
    if (!asked)
        return fail(asked);
    prompt_ = std::move(*asked);
    return {};
}

void Viewing::take_password(std::string password) {
    asking_ = false;
    watch_->give_password(std::move(password));
}

void Viewing::open_dashboard() {
    if (!wants_page(options_.common))
        return;
    // Without one, lines tell the same.
    auto dashboard = ViewDashboard::open([this] { session_->end(0); });
    if (!dashboard)
        return;
    dashboard_ = std::move(*dashboard);
    dashboard_->show_pending(pending_);
    dashboard_->show_url(url_);
    dashboard_->show_player(player_);
    output_.divert([this](const std::string& sentence) { dashboard_->say(sentence); });
}

void Viewing::close_dashboard() {
    output_.divert({});
    dashboard_.reset();
}

} // namespace

int run_view(const ViewOptions& options) { return Viewing(options).run(); }

} // namespace pixelpass
