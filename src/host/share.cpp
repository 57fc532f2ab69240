// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/share.h"

#include "gst/sound_encoder.h"
#include "host/http_viewer.h"
#include "host/live_viewer.h"
#include "media/codec_name.h"
#include "media/sound_format.h"
#include "mux/muxer.h"
#include "wire/alpn.h"
#include "wire/close_code.h"

#include <fmt/format.h>

#include <algorithm>

namespace pixelpass {
namespace {

/// AAC for all, and Opus for those who can use it: what can be encoded, as players wait for sound that is
/// promised.
std::vector<Rendition> offered_sounds(Sound sound) {
    std::vector<Rendition> offered;
    for (const Rendition rendition : {aac_rendition, opus_rendition}) {
        if (sound != Sound::none && find_sound_encoder(sound_format(rendition).codec))
            offered.push_back(rendition);
    }
    return offered;
}

} // namespace

Share::Share(Options options, Events events)
    : events_(std::move(events))
    , max_viewers_(options.max_viewers)
    , codec_(options.studio.encoding.encoder->codec)
    , sounds_(offered_sounds(options.studio.sound))
    , studio_(std::move(options.studio),
              {.on_unit = [this](const SharedUnit& unit) { broadcast_.offer(unit); },
               .on_source = [this](const SourceState& state) { events_.on_source(state); },
               .on_ended = [this](const Error& error) { events_.on_ended(error); },
               .on_failed = [this](const Error& error) { events_.on_failed(error); },
               .on_encoding = [this](const EncodingChoice& encoding,
                                     const Error& cause) { events_.on_encoding(encoding, cause); },
               .on_heard = [this](const Heard& heard) { events_.on_heard(heard); },
               .on_sound_lost = [this](const Error& error) { events_.on_warning(error); }})
    , broadcast_({.on_demand = [this](Rendition rendition, bool wanted) { studio_.want(rendition, wanted); },
                  .on_keyframe_needed = [this] { studio_.force_keyframe(); }}) {}

Result<std::unique_ptr<Share>> Share::start(Options options, Events events) {
    auto endpoint_options = options.endpoint;
    endpoint_options.alpns = {wire::alpn_live, wire::alpn_http};
    const bool sound_wanted = options.studio.sound != Sound::none;
    std::unique_ptr<Share> share(new Share(std::move(options), std::move(events)));
    auto endpoint = net::Endpoint::create(
        endpoint_options,
        {.on_ready =
             [raw = share.get(), relayed = endpoint_options.relay != net::RelayMode::none] {
                 raw->events_.on_ticket(raw->endpoint_->ticket(), !relayed || raw->endpoint_->has_relay());
             },
         .on_incoming = [raw = share.get()](auto connection) { raw->admit(std::move(connection)); }});
    if (!endpoint)
        return fail(endpoint);
    share->endpoint_ = std::move(*endpoint);
    if (const auto aac = find_sound_encoder(Codec::aac); !aac && sound_wanted)
        share->events_.on_warning(aac.error());
    return share;
}

void Share::admit(std::unique_ptr<net::Connection> connection) {
    if (members_.size() >= max_viewers_) {
        connection->close(static_cast<std::uint32_t>(wire::CloseCode::full), "all places are taken");
        return;
    }
    auto member = std::make_unique<Member>();
    member->id = connection->remote_id();
    member->viewer = make_viewer(std::move(connection), *member);
    broadcast_.add(*member->viewer);
    members_.push_back(std::move(member));
}

std::unique_ptr<Viewer> Share::make_viewer(std::unique_ptr<net::Connection> connection, Member& member) {
    Viewer::Events events{.on_joined =
                              [this, &member] {
                                  member.joined = true;
                                  events_.on_joined(member.viewer->status());
                              },
                          .on_demand_changed = [this] { broadcast_.update(); },
                          .on_keyframe_needed = [this] { broadcast_.request_keyframe(); },
                          .on_left = [this, &member](const std::string& reason) { leave(member, reason); }};
    if (connection->alpn() == wire::alpn_live)
        return std::make_unique<LiveViewer>(std::move(connection), sounds_, std::move(events));
    if (!can_hold(Container::mpegts, codec_))
        events_.on_warning(
            {Code::encoder,
             fmt::format("a viewer speaks pixelpass/0, which has no place for {}, and sees nothing",
                         codec_name(codec_)),
             "share with --codec h264, or have the viewer use this version of pixelpass"});
    const bool has_aac = std::ranges::find(sounds_, aac_rendition) != sounds_.end();
    auto sound = has_aac ? std::make_shared<const TrackFormat>(aac_format()) : nullptr;
    return std::make_unique<HttpViewer>(std::move(connection), codec_, std::move(sound), std::move(events));
}

void Share::leave(Member& member, const std::string& reason) {
    member.left = true;
    broadcast_.remove(*member.viewer);
    if (member.joined)
        events_.on_left(member.viewer->status(), reason);
    cleanup_ = after(std::chrono::milliseconds(0),
                     [this] { std::erase_if(members_, [](const auto& one) { return one->left; }); });
}

std::vector<ViewerStatus> Share::viewers() const {
    std::vector<ViewerStatus> result;
    for (const auto& member : members_) {
        if (!member->left)
            result.push_back(member->viewer->status());
    }
    return result;
}

void Share::end(std::chrono::milliseconds limit) {
    for (const auto& member : members_)
        member->viewer->close(static_cast<std::uint32_t>(wire::CloseCode::ended), "the share has ended");
    endpoint_->close(limit);
}

} // namespace pixelpass
