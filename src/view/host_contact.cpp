// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/host_contact.h"

#include "base/log.h"
#include "base/printable.h"
#include "view/ending.h"
#include "wire/alpn.h"
#include "wire/close_code.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds dial_limit{8};

} // namespace

HostContact::HostContact(Options options, Events events)
    : options_(std::move(options))
    , events_(std::move(events)) {}

Result<std::unique_ptr<HostContact>> HostContact::dial(Options options, Events events) {
    std::unique_ptr<HostContact> contact(new HostContact(std::move(options), std::move(events)));
    auto* raw = contact.get();
    auto endpoint = net::Endpoint::create(raw->options_.endpoint, {});
    if (!endpoint)
        return fail(endpoint);
    raw->endpoint_ = std::move(*endpoint);
    if (auto dialling = raw->endpoint_->connect(raw->options_.ticket, {wire::alpn_live, wire::alpn_http},
                                                [raw](auto made) { raw->first_dialled(std::move(made)); });
        !dialling)
        return fail(dialling);
    raw->dial_deadline_ = after(dial_limit, [raw] {
        raw->finish(fail(Code::unreachable, "the host does not answer",
                         "ask whether it is still sharing, and for a new ticket"));
    });
    return contact;
}

void HostContact::first_dialled(Result<std::unique_ptr<net::Connection>> connection) {
    dial_deadline_.reset();
    if (over_)
        return;
    if (!connection)
        return finish(fail(connection));
    live_ = (*connection)->alpn() == wire::alpn_live;
    adopt(std::move(*connection));
}

void HostContact::adopt(std::unique_ptr<net::Connection> connection) {
    link_.reset();
    connection_ = std::move(connection);
    connection_->listen({.on_message =
                             [this](const SharedBytes& message) {
                                 if (link_)
                                     link_->take_message(message);
                             },
                         .on_stream = {},
                         .on_path_changed = {},
                         .on_closed = [this](const net::CloseInfo& info) { closed(info); }});
    if (live_)
        link_up();
    events_.on_connected();
}

void HostContact::link_up() {
    link_ = std::make_unique<HostLink>(
        *connection_, options_.name,
        HostLink::Events{.on_unit =
                             [this](const SharedUnit& unit) {
                                 prove();
                                 events_.on_unit(unit);
                             },
                         .on_broken =
                             [this] {
                                 finish(fail(Code::unreachable, "the host sends what pixelpass cannot read",
                                             "use the same version of pixelpass on both sides"));
                             },
                         .on_silence = [this] { give_up(); },
                         .player_delay = events_.player_delay});
    if (wanted_)
        link_->subscribe(true);
}

void HostContact::prove() {
    if (!std::exchange(proven_, true))
        pause_ = {};
}

void HostContact::subscribe(bool wanted) {
    wanted_ = wanted;
    if (link_)
        link_->subscribe(wanted);
}

void HostContact::request_keyframe() {
    if (link_)
        link_->request_keyframe();
}

void HostContact::give_up() {
    if (over_)
        return;
    spdlog::info("the host is silent");
    // Should it come to life again, it would have to work off what has waited in it: a new one is sooner.
    connection_->close(static_cast<std::uint32_t>(wire::CloseCode::none), "");
    lose();
}

void HostContact::closed(const net::CloseInfo& info) {
    spdlog::info("the connection is closed: {}", printable(bytes_of(info.reason)));
    if (over_)
        return;
    if (live_ && is_loss(info))
        return lose();
    finish(ending(info));
}

void HostContact::lose() {
    if (redial_)
        return;
    // A host that lets viewers in and sends them away is not dialled as fast as it answers.
    const bool at_once = std::exchange(proven_, false);
    redial_ = std::make_unique<Redial>(*endpoint_, options_.ticket, pause_, at_once, [this](auto connection) {
        redial_.reset();
        adopt(std::move(connection));
    });
    events_.on_lost();
}

void HostContact::finish(Result<void> result) {
    dial_deadline_.reset();
    redial_.reset();
    if (!std::exchange(over_, true))
        events_.on_over(std::move(result));
}

void HostContact::close(std::chrono::milliseconds limit) {
    over_ = true;
    redial_.reset();
    if (connection_)
        connection_->close(static_cast<std::uint32_t>(wire::CloseCode::none), "");
    endpoint_->close(limit);
}

} // namespace pixelpass
