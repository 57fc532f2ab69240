// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/watch.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/codec_name.h"
#include "view/page_status.h"
#include "view/tunnel_feed.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// A player that is closed and opened again finds the stream still running.
constexpr std::chrono::seconds demand_linger{5};

/// A page tells each second what it shows; one that is paused, hidden or closed does not.
constexpr std::chrono::seconds page_patience{3};
/// So long a page has to read why the watch is over.
constexpr std::chrono::milliseconds farewell{100};

/// What a player says by its exit status; from 4 on, mpv was told to end, as by a signal.
bool could_not_play(int status) { return status > 0 && status < 4; }

bool same_track(const std::shared_ptr<const TrackFormat>& one,
                const std::shared_ptr<const TrackFormat>& other) {
    return one && other ? one->codec == other->codec && one->config == other->config : one == other;
}

/// Whether a player can go from one to the other within a stream; in which size pictures come is their own
/// business.
bool can_follow(const MuxTracks& now, const MuxTracks& next) {
    return same_track(now.video, next.video) && same_track(now.audio, next.audio);
}

} // namespace

Watch::Watch(Options options, Events events)
    : options_(std::move(options))
    , events_(std::move(events)) {}

Result<std::unique_ptr<Watch>> Watch::start(Options options, Events events) {
    std::unique_ptr<Watch> watch(new Watch(std::move(options), std::move(events)));
    auto* raw = watch.get();
    if (auto recording = raw->start_recording(); !recording)
        return fail(recording);
    auto server = LocalServer::start(
        raw->options_.port,
        {.for_player = [raw](auto* message,
                             Container container) { return raw->open_feed(message, container); },
         .for_page = [raw](auto* message, PageForm form) { return raw->open_page(message, form); },
         .on_shown = [raw](std::chrono::milliseconds behind) { raw->take_shown(behind); }});
    if (!server)
        return fail(server);
    raw->server_ = std::move(*server);
    auto host = HostContact::dial(raw->options_.host, raw->contact_events());
    if (!host)
        return fail(host);
    raw->host_ = std::move(*host);
    return watch;
}

HostContact::Events Watch::contact_events() {
    return {
        .on_connected = [this] { connected(); },
        .on_lost = [this] { lost(); },
        .on_unit = [this](const SharedUnit& unit) { take(unit); },
        .on_over = [this](Result<void> result) { finish(std::move(result), "the host has ended the share"); },
        .player_delay = [this] { return player_delay(); },
        .on_pending =
            [this] {
                hold();
                events_.on_pending();
            },
        .on_let_in = [this] { events_.on_let_in(); },
        .on_password_wanted =
            [this] {
                hold();
                return events_.on_password_wanted();
            }};
}

Microseconds Watch::picture_interval() const {
    const auto* link = host_->link();
    return link ? link->stats().last().picture_interval() : Microseconds{};
}

Microseconds Watch::shown_after() const {
    if (player_)
        return player_->delay().value_or(Microseconds{});
    if (!window_)
        return page_delay_.value_or(Microseconds{});
    const auto window = window_->status();
    return window.delay + window.rewound;
}

Microseconds Watch::player_delay() const {
    const auto shown = shown_after();
    // A picture is seen till the next one: whoever looks sees it half of that later in the mean.
    return shown > Microseconds{} ? shown + picture_interval() / 2 : shown;
}

void Watch::take_shown(Microseconds behind) {
    page_delay_ = behind;
    page_silence_ = after(page_patience, [this] { page_delay_.reset(); });
}

Result<void> Watch::start_recording() {
    if (options_.recording.empty())
        return {};
    auto recorder = Recorder::start(
        options_.recording,
        {.on_failed = [this](const Error& error) { stop_recording(error); }, .on_finished = {}});
    if (!recorder)
        return fail(recorder);
    recorder_ = std::move(*recorder);
    return {};
}

void Watch::stop_recording(const Error& why) {
    events_.on_warning(why);
    // Later, since it may be the recorder that says so.
    recording_end_ = after(std::chrono::milliseconds(0), [this] {
        recorder_.reset();
        update_demand();
    });
}

// The host, and the card while it is away.

void Watch::connected() {
    events_.on_connected(status());
    if (std::exchange(announced_, true))
        return;
    player_expected_ = options_.player || options_.window || options_.browser;
    if (recorder_ && !host_->live())
        stop_recording({Code::usage, "there is no recording: the host speaks pixelpass/0",
                        "record in the player, or have the host use this version of pixelpass"});
    update_demand();
    events_.on_url(options_.browser && host_->live() ? server_->page_url() : server_->url(container()));
    if (options_.player)
        start_player();
    else if (options_.window)
        open_window();
    else if (options_.browser)
        open_browser();
}

void Watch::hold() {
    // It would wait for a person, as it has been started already, and give up.
    if (!player_)
        return;
    player_.reset();
    events_.on_player_exited(0);
    player_expected_ = true;
    held_ = true;
}

void Watch::lost() {
    returning_ = true;
    events_.on_waiting();
    if (!feeds_.empty() || recorder_)
        show_card();
}

void Watch::show_card() {
    if (card_ || !tracks_.video)
        return;
    auto card = WaitingCard::start(tracks_, [this](const SharedUnit& unit) { feed(unit, Microseconds{}); });
    if (!card)
        return events_.on_warning(
            {card.error().code, "players go on showing the last picture meanwhile: " + card.error().message,
             card.error().hint});
    timeline_.cut();
    card_ = std::move(*card);
}

void Watch::take(const SharedUnit& unit) {
    if (returning_) {
        // Till then there is the card.
        if (unit->kind != MediaKind::video || !unit->keyframe)
            return;
        resume();
    }
    if (std::exchange(held_, false))
        restart_ = after(std::chrono::milliseconds(0), [this] { start_player(); });
    if (unit->kind == MediaKind::video)
        note_picture();
    tracks_ = host_->link()->tracks();
    feed(unit, host_->link()->clock_ahead());
}

void Watch::resume() {
    returning_ = false;
    card_.reset();
    timeline_.cut();
    if (!tracks_.video || can_follow(tracks_, host_->link()->tracks()))
        return;
    spdlog::info("the host is back with other tracks");
    if (recorder_)
        stop_recording({Code::usage, "the recording has ended: the host is back with another codec or sound",
                        "what it has so far can be played"});
    if (feeds_.empty())
        return;
    std::erase_if(feeds_, [](const auto& feed) { return !feed->follows_tracks(); });
    clean_up_later();
    if (!player_)
        return;
    // What it plays can't go on as something else: another one takes its place.
    player_.reset();
    events_.on_player_exited(0);
    player_expected_ = true;
    restart_ = after(std::chrono::milliseconds(0), [this] { start_player(); });
}

void Watch::feed(const SharedUnit& unit, std::optional<Microseconds> clock_ahead) {
    auto placed = std::make_shared<AccessUnit>(*unit);
    placed->pts = timeline_.place(unit->pts, monotonic_now(), clock_ahead);
    const SharedUnit shared = std::move(placed);
    for (const auto& feed : feeds_)
        feed->offer(shared, tracks_);
    if (recorder_ && !recording_end_.active())
        recorder_->offer(shared, tracks_);
}

// Players.

Container Watch::container() const {
    if (!host_->live()) // a pixelpass/0 host's stream is passed on as it is
        return Container::mpegts;
    return options_.player ? options_.player->spec->container : Container::matroska;
}

void Watch::start_player() {
    const auto command = player_command(*options_.player, server_->url(container()));
    auto started = RunningPlayer::start(*options_.player, command, options_.latency,
                                        {.on_exited = [this](int status) { player_exited(status); },
                                         .on_keyframe_needed = [this] { request_keyframe(); },
                                         .picture_interval = [this] { return picture_interval(); },
                                         // The newest is the player's, unless others were opened by hand.
                                         .served = [this]() -> ServedPictures* {
                                             const auto told = std::find_if(
                                                 feeds_.rbegin(), feeds_.rend(),
                                                 [](const auto& feed) { return feed->served() != nullptr; });
                                             return told == feeds_.rend() ? nullptr : (*told)->served();
                                         }});
    if (!started) {
        finish(fail(Code::player, started.error().message, "choose another with --player"), "");
        return;
    }
    player_ = std::move(*started);
    events_.on_player_started(command);
}

void Watch::open_window() {
    if (!host_->live())
        return finish(fail(Code::player, "the window can't show what a host of pixelpass/0 sends",
                           "watch with --player mpv or vlc"),
                      "");
    auto window =
        WindowFeed::open({.on_closed =
                              [this] {
                                  events_.on_player_exited(0);
                                  player_closed_ = true;
                                  clean_up_later();
                              },
                          .on_failed = [this](const Error& error) { finish(tl::unexpected(error), ""); },
                          .on_warning = events_.on_warning,
                          .on_keyframe_needed = [this] { request_keyframe(); },
                          .overlay = [this] { return events_.overlay(status()); }});
    if (!window)
        return finish(fail(window), "");
    player_expected_ = false;
    window_ = window->get();
    feeds_.push_back(std::move(*window));
    events_.on_window_started(window_->status());
}

void Watch::open_browser() {
    if (!host_->live())
        return finish(fail(Code::player, "a browser can't show what a host of pixelpass/0 sends",
                           "watch with --player mpv or vlc"),
                      "");
    auto link = server_->make_link();
    if (!link)
        return finish(fail(link), "");
    const auto command = browser_command(*options_.browser, *link);
    const auto by_hand = fmt::format("open {} in a browser by hand", server_->page_url());
    auto started = BrowserPlayer::start(
        command,
        {.on_closed =
             [this] {
                 events_.on_player_exited(0);
                 finish({}, "the player was closed");
             },
         .on_failed =
             [this, program = command.argv.front()](int status) {
                 events_.on_player_exited(status);
                 finish(
                     fail(Code::player,
                          fmt::format("{} ended with status {} before it showed the page", program, status),
                          "name a browser in BROWSER, or choose another with --player"),
                     "");
             },
         .on_late =
             [this, by_hand] {
                 events_.on_warning({Code::player, "the browser has not shown the page yet", by_hand});
             }});
    if (!started)
        return finish(fail(Code::player, started.error().message, "choose another with --player"), "");
    browser_ = std::move(*started);
    events_.on_player_started(command);
}

void Watch::player_exited(int status) {
    events_.on_player_exited(status);
    const bool never_came = std::exchange(player_expected_, false);
    if (never_came)
        return finish(fail(Code::player,
                           fmt::format("{} ended with status {} before it showed anything",
                                       options_.player->spec->name, status),
                           "start it by hand with the address, after --player none, to see why"),
                      "");
    if (const auto& video = tracks_.video; could_not_play(status) && video && video->codec != Codec::h264)
        return finish(fail(Code::player,
                           fmt::format("{} ended with status {}: maybe it can't play {}",
                                       options_.player->spec->name, status, codec_name(video->codec)),
                           "ask the host to share with --codec h264, or watch in another player"),
                      "");
    if (player_->showed_nothing())
        return finish(fail(Code::player,
                           fmt::format("{} ended before it showed a picture", options_.player->spec->name),
                           "start it on the desktop that is to show it (its DISPLAY or WAYLAND_DISPLAY may "
                           "be wrong), or by "
                           "hand with the address, after --player none, to see why"),
                      "");
    player_closed_ = true;
    clean_up_later();
}

bool Watch::open_feed(SoupServerMessage* message, Container container) {
    if (!announced_ || (!host_->live() && container != Container::mpegts))
        return false;
    player_expected_ = false;
    const auto ended = [this] { clean_up_later(); };
    if (!host_->live()) {
        feeds_.push_back(std::make_unique<TunnelFeed>(
            message, *host_->connection(),
            TunnelFeed::Events{.on_begun = [this] { note_picture(); }, .on_ended = ended}));
        return true;
    }
    begin_feed(std::make_unique<MuxedFeed>(message, container, tracks_, server_->url(Container::matroska),
                                           MuxedFeed::Events{ended, [this] { request_keyframe(); }}));
    return true;
}

bool Watch::open_page(SoupServerMessage* message, PageForm form) {
    if (!announced_ || !host_->live())
        return false;
    player_expected_ = false;
    begin_feed(
        std::make_unique<PageFeed>(message, form,
                                   PageFeed::Events{.on_ended = [this] { clean_up_later(); },
                                                    .on_keyframe_needed = [this] { request_keyframe(); },
                                                    .status = [this] { return page_status(status()); }}));
    return true;
}

void Watch::begin_feed(std::unique_ptr<PlayerFeed> feed) {
    feeds_.push_back(std::move(feed));
    if (returning_)
        show_card();
    if (subscribed_ && pictured_ && !feeds_.back()->ended())
        request_keyframe();
    update_demand();
}

void Watch::request_keyframe() {
    if (card_)
        card_->force_keyframe();
    host_->request_keyframe();
}

void Watch::clean_up_later() {
    // Later, since the feed that has ended is still on the stack.
    cleanup_ = after(std::chrono::milliseconds(0), [this] {
        if (window_ && window_->ended())
            window_ = nullptr;
        if (player_closed_)
            player_.reset();
        std::erase_if(feeds_, [](const auto& feed) { return feed->ended(); });
        update_demand();
        if (player_closed_ && feeds_.empty())
            finish({}, "the player was closed");
    });
}

void Watch::update_demand() {
    if (browser_)
        browser_->set_watching(feeds_.size());
    if (!host_->live())
        return;
    const bool wanted = player_expected_ || !feeds_.empty() || recorder_;
    if (wanted) {
        unsubscribe_.reset();
        if (!std::exchange(subscribed_, true))
            host_->subscribe(true);
    } else if (subscribed_ && !unsubscribe_.active()) {
        unsubscribe_ = after(demand_linger, [this] {
            subscribed_ = false;
            host_->subscribe(false);
        });
    }
}

void Watch::note_picture() {
    if (std::exchange(pictured_, true))
        return;
    const auto video = host_->link() ? host_->link()->tracks().video : nullptr;
    events_.on_first_picture(video ? std::optional(video->codec) : std::nullopt);
}

void Watch::finish(Result<void> result, const std::string& reason) {
    if (std::exchange(ended_, true))
        return;
    const auto why = result
                         ? nlohmann::json{{"message", reason}, {"hint", ""}}
                         : nlohmann::json{{"message", result.error().message}, {"hint", result.error().hint}};
    const auto text = why.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    bool told = false;
    for (const auto& feed : feeds_)
        told |= feed->tell_end(text);
    if (!told)
        return events_.on_ended(std::move(result), reason);
    farewell_ =
        after(farewell, [this, result = std::move(result), reason] { events_.on_ended(result, reason); });
}

WatchStatus Watch::status() const {
    WatchStatus status;
    if (const auto* connection = host_->connection()) {
        status.path = connection->path();
        status.protocol = connection->alpn();
    }
    if (const auto* link = host_->link()) {
        status.arrival = link->stats().last();
        status.seen = link->seen();
        status.muted = link->muted();
        if (const auto& video = link->tracks().video) {
            status.width = video->width;
            status.height = video->height;
        }
    }
    status.players = feeds_.size();
    status.player_delay = player_delay();
    if (window_)
        status.window = window_->status();
    status.waiting = host_->lost();
    return status;
}

void Watch::end(std::chrono::milliseconds limit) {
    ended_ = true;
    card_.reset();
    player_.reset();
    browser_.reset();
    window_ = nullptr;
    feeds_.clear();
    host_->close(limit);
}

} // namespace pixelpass
