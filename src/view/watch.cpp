// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/watch.h"

#include "base/log.h"
#include "base/printable.h"
#include "media/codec_name.h"
#include "view/ending.h"
#include "view/tunnel_feed.h"
#include "wire/alpn.h"
#include "wire/close_code.h"

#include <fmt/format.h>

#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds dial_limit{8};
/// A player that is closed and opened again finds the stream still running.
constexpr std::chrono::seconds demand_linger{5};

/// What a player says by its exit status; from 4 on, mpv was told to end, as by a signal.
bool could_not_play(int status) { return status > 0 && status < 4; }

} // namespace

Watch::Watch(Options options, Events events)
    : options_(std::move(options))
    , events_(std::move(events)) {}

Result<std::unique_ptr<Watch>> Watch::start(Options options, Events events) {
    std::unique_ptr<Watch> watch(new Watch(std::move(options), std::move(events)));
    auto* raw = watch.get();
    auto server = LocalServer::start(raw->options_.port, [raw](auto* message, Container container) {
        return raw->open_feed(message, container);
    });
    if (!server)
        return fail(server);
    raw->server_ = std::move(*server);
    auto endpoint = net::Endpoint::create(raw->options_.endpoint, {});
    if (!endpoint)
        return fail(endpoint);
    raw->endpoint_ = std::move(*endpoint);
    if (auto dialling = raw->endpoint_->connect(raw->options_.ticket, {wire::alpn_live, wire::alpn_http},
                                                [raw](auto made) { raw->dialled(std::move(made)); });
        !dialling)
        return fail(dialling);
    raw->dial_deadline_ = after(dial_limit, [raw] {
        raw->finish(fail(Code::unreachable, "the host does not answer",
                         "ask whether it is still sharing, and for a new ticket"),
                    "");
    });
    return watch;
}

void Watch::dialled(Result<std::unique_ptr<net::Connection>> connection) {
    dial_deadline_.reset();
    if (ended_)
        return;
    if (!connection)
        return finish(fail(connection), "");
    connection_ = std::move(*connection);
    const bool live = connection_->alpn() == wire::alpn_live;
    connection_->listen({.on_message =
                             [this](const SharedBytes& message) {
                                 if (link_)
                                     link_->take_message(message);
                             },
                         .on_stream = {},
                         .on_path_changed = {},
                         .on_closed = [this](const net::CloseInfo& info) { connection_closed(info); }});
    player_expected_ = options_.player.has_value();
    if (live) {
        link_ = std::make_unique<HostLink>(
            *connection_, options_.name,
            HostLink::Events{.on_unit = [this](const SharedUnit& unit) { take(unit); },
                             .on_broken =
                                 [this] {
                                     finish(fail(Code::unreachable,
                                                 "the host sends what pixelpass cannot read",
                                                 "use the same version of pixelpass on both sides"),
                                            "");
                                 }});
        update_demand();
    }
    events_.on_connected(status());
    events_.on_url(server_->url(container()));
    if (options_.player)
        start_player();
}

Container Watch::container() const {
    if (!link_) // a pixelpass/0 host's stream is passed on as it is
        return Container::mpegts;
    return options_.player ? options_.player->spec->container : Container::matroska;
}

void Watch::start_player() {
    const auto command = player_command(*options_.player, server_->url(container()));
    auto started = RunningPlayer::start(
        *options_.player, command, options_.latency,
        {.on_exited = [this](int status) { player_exited(status); },
         .on_keyframe_needed =
             [this] {
                 if (link_)
                     link_->request_keyframe();
             },
         // The newest is the player's, unless others were opened by hand.
         .served = [this] { return feeds_.empty() ? nullptr : feeds_.back()->served(); }});
    if (!started) {
        finish(fail(Code::player, started.error().message, "choose another with --player"), "");
        return;
    }
    player_ = std::move(*started);
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
    if (const auto video = codec(); could_not_play(status) && video && *video != Codec::h264)
        return finish(fail(Code::player,
                           fmt::format("{} ended with status {}: maybe it can't play {}",
                                       options_.player->spec->name, status, codec_name(*video)),
                           "ask the host to share with --codec h264, or watch in another player"),
                      "");
    player_closed_ = true;
    clean_up_later();
}

bool Watch::open_feed(SoupServerMessage* message, Container container) {
    if (!connection_ || (!link_ && container != Container::mpegts))
        return false;
    player_expected_ = false;
    const auto ended = [this] { clean_up_later(); };
    if (!link_) {
        feeds_.push_back(std::make_unique<TunnelFeed>(
            message, *connection_,
            TunnelFeed::Events{.on_begun = [this] { note_picture(); }, .on_ended = ended}));
        return true;
    }
    feeds_.push_back(
        std::make_unique<MuxedFeed>(message, container, link_->tracks(), server_->url(Container::matroska),
                                    MuxedFeed::Events{ended, [this] { link_->request_keyframe(); }}));
    if (subscribed_ && pictured_ && !feeds_.back()->ended())
        link_->request_keyframe();
    update_demand();
    return true;
}

void Watch::clean_up_later() {
    // Later, since the feed that has ended is still on the stack.
    cleanup_ = after(std::chrono::milliseconds(0), [this] {
        std::erase_if(feeds_, [](const auto& feed) { return feed->ended(); });
        update_demand();
        if (player_closed_ && feeds_.empty())
            finish({}, "the player was closed");
    });
}

void Watch::update_demand() {
    if (!link_)
        return;
    const bool wanted = player_expected_ || !feeds_.empty();
    if (wanted) {
        unsubscribe_.reset();
        if (!std::exchange(subscribed_, true))
            link_->subscribe(true);
    } else if (subscribed_ && !unsubscribe_.active()) {
        unsubscribe_ = after(demand_linger, [this] {
            subscribed_ = false;
            link_->subscribe(false);
        });
    }
}

void Watch::note_picture() {
    if (!std::exchange(pictured_, true))
        events_.on_first_picture(codec());
}

std::optional<Codec> Watch::codec() const {
    const auto video = link_ ? link_->tracks().video : nullptr;
    return video ? std::optional(video->codec) : std::nullopt;
}

void Watch::take(const SharedUnit& unit) {
    if (unit->kind == MediaKind::video)
        note_picture();
    for (const auto& feed : feeds_)
        feed->offer(unit, link_->tracks());
}

void Watch::connection_closed(const net::CloseInfo& info) {
    spdlog::info("the connection is closed: {}", printable(bytes_of(info.reason)));
    finish(ending(info), "the host has ended the share");
}

void Watch::finish(Result<void> result, const std::string& reason) {
    dial_deadline_.reset();
    if (!std::exchange(ended_, true))
        events_.on_ended(std::move(result), reason);
}

WatchStatus Watch::status() const {
    WatchStatus status;
    if (connection_) {
        status.path = connection_->path();
        status.protocol = connection_->alpn();
    }
    if (link_) {
        status.arrival = link_->stats().last();
        if (const auto& video = link_->tracks().video) {
            status.width = video->width;
            status.height = video->height;
        }
    }
    status.players = feeds_.size();
    return status;
}

void Watch::end(std::chrono::milliseconds limit) {
    ended_ = true;
    player_.reset();
    feeds_.clear();
    if (connection_)
        connection_->close(static_cast<std::uint32_t>(wire::CloseCode::none), "");
    endpoint_->close(limit);
}

} // namespace pixelpass
