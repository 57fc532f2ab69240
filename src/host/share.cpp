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
#include <utility>

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

/// Often enough for a cut to act within a second.
constexpr std::chrono::milliseconds director_interval{200};

RateDirector::Options rate_options(const Studio::Options& studio) {
    return {.full_kbps = studio.encoding.video.bitrate_kbps,
            .led = studio.bitrate_is_led,
            .sound_kbps = studio.sound == Sound::none ? 0 : aac_format().bitrate / 1000};
}

const Door::Refusal no_place{wire::CloseCode::full, "all places are taken"};

} // namespace

Share::Share(Options options, Events events)
    : events_(std::move(events))
    , max_viewers_(options.max_viewers)
    , codec_(options.studio.encoding.encoder->codec)
    , sounds_(offered_sounds(options.studio.sound))
    , director_(rate_options(options.studio))
    , studio_(std::move(options.studio),
              {.on_unit =
                   [this](const SharedUnit& unit) {
                       clips_.keep(*unit);
                       broadcast_.offer(unit);
                   },
               .on_source = [this](const SourceState& state) { take_source(state); },
               .on_ended = [this](const Error& error) { events_.on_ended(error); },
               .on_failed = [this](const Error& error) { events_.on_failed(error); },
               .on_encoding = [this](const EncodingChoice& encoding,
                                     const Error& cause) { events_.on_encoding(encoding, cause); },
               .on_half_lost =
                   [this](const Error& error) {
                       director_.forgo_half();
                       events_.on_warning({error.code,
                                           "there is no smaller picture for weak paths: " + error.message,
                                           error.hint});
                   },
               .on_heard = [this](const Heard& heard) { events_.on_heard(heard); },
               .on_sound_lost = [this](const Error& error) { events_.on_warning(error); }})
    , broadcast_({.on_demand =
                      [this](Rendition rendition, bool wanted) {
                          clips_.note_demand(rendition, wanted);
                          studio_.want(rendition, wanted);
                      },
                  .on_keyframe_needed = [this](Rendition rendition) { studio_.force_keyframe(rendition); }})
    , director_timer_(every(director_interval, [this] { direct_rates(); })) {}

Result<std::unique_ptr<Share>> Share::start(Options options, Events events) {
    auto endpoint_options = options.endpoint;
    endpoint_options.alpns = {wire::alpn_live, wire::alpn_http};
    const bool sound_wanted = options.studio.sound != Sound::none;
    const auto recording = options.recording;
    const auto consent = options.consent;
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
    share->doorkeeper_ = std::make_unique<Doorkeeper>(
        consent, share->endpoint_->id(),
        Doorkeeper::Events{
            .on_let_in = [raw = share.get()](std::uint64_t visitor) { raw->let_in(raw->member(visitor)); },
            .on_request = share->events_.on_request,
            .on_request_gone = share->events_.on_request_gone,
            .on_turned_away = share->events_.on_turned_away,
            .on_warning = share->events_.on_warning});
    if (!recording.empty()) {
        if (auto recorded = share->record(recording); !recorded)
            return fail(recorded);
    }
    if (const auto aac = find_sound_encoder(Codec::aac); !aac && sound_wanted)
        share->events_.on_warning(aac.error());
    return share;
}

std::shared_ptr<const TrackFormat> Share::aac_track() const {
    const bool has_aac = std::ranges::find(sounds_, aac_rendition) != sounds_.end();
    return has_aac ? std::make_shared<const TrackFormat>(aac_format()) : nullptr;
}

Result<void> Share::record(const std::string& path) {
    auto recording = Recording::start(path, aac_track(), [this](const Error& error) {
        broadcast_.update();
        events_.on_warning(error);
    });
    if (!recording)
        return fail(recording);
    recording_ = std::move(*recording);
    broadcast_.add(*recording_);
    return {};
}

template <typename Peer>
void Share::refuse(Peer& peer, const std::string& id, const Door::Refusal& refusal) {
    events_.on_turned_away(id, refusal.reason);
    turn_away(peer, refusal);
}

void Share::admit(std::unique_ptr<net::Connection> connection) {
    using Kind = Door::Verdict::Kind;
    const auto id = connection->remote_id();
    const auto verdict = doorkeeper_->judge(id);
    if (verdict.kind == Kind::refuse)
        return refuse(*connection, id, verdict.refusal);
    if (!has_place_for(id))
        return refuse(*connection, id, no_place);
    auto& member = *members_.emplace_back(std::make_unique<Member>());
    member.number = next_number_++;
    member.id = id;
    member.live = connection->alpn() == wire::alpn_live;
    member.has_place = verdict.kind == Kind::enter;
    member.viewer = make_viewer(std::move(connection), member);
    doorkeeper_->receive(member.number, id, *member.viewer);
    if (!member.live) // it has nothing to say for itself
        doorkeeper_->take_greeting(member.number);
}

bool Share::has_place_for(const std::string& id) const {
    const auto holds = [](const auto& member) { return member->has_place && !member->left; };
    // One who comes again may hold its place still, by a connection that is dead; but once.
    const auto placed = std::ranges::count_if(members_, holds);
    const auto held =
        std::ranges::count_if(members_, [&](const auto& one) { return holds(one) && one->id == id; });
    return static_cast<std::size_t>(placed) < (held == 1 ? 2 * max_viewers_ : max_viewers_);
}

void Share::let_in(Member& member) {
    if (!member.has_place && !has_place_for(member.id))
        return refuse(*member.viewer, member.id, no_place);
    member.has_place = true;
    member.let_in = true;
    broadcast_.add(*member.viewer);
    member.viewer->let_in();
    member.viewer->tell_seen(seen_);
    member.viewer->tell_muted(muted_);
}

void Share::take_source(const SourceState& state) {
    tell_seen(state.kind == SourceState::Kind::paused ? Seen::pause_card
              : state.kind == SourceState::Kind::lost ? Seen::loss_card
                                                      : Seen::source);
    events_.on_source(state);
}

void Share::tell_seen(Seen seen) {
    seen_ = seen;
    for (const auto& member : members_)
        if (!member->left)
            member->viewer->tell_seen(seen);
}

void Share::set_pause(std::optional<std::string> text) {
    if (!studio_.is_seen()) // and so nothing tells of it
        tell_seen(text ? Seen::pause_card : Seen::source);
    studio_.set_pause(std::move(text));
}

void Share::set_muted(bool muted) {
    muted_ = muted;
    studio_.set_muted(muted);
    for (const auto& member : members_)
        if (!member->left)
            member->viewer->tell_muted(muted);
}

Share::Member& Share::member(std::uint64_t number) {
    return **std::ranges::find(members_, number, [](const auto& one) { return one->number; });
}

Result<void> Share::answer(const std::string& id, Answer answer) {
    const bool asks = std::ranges::count(requests(), id, &ViewerRequest::id) > 0;
    if (asks && answer != Answer::no && !has_place_for(id))
        return fail(Code::refused, "all places are taken",
                    "remove somebody first, or share with a greater --max-viewers");
    return doorkeeper_->answer(id, answer);
}

Result<void> Share::kick(const std::string& id) {
    const Door::Refusal refusal{wire::CloseCode::kicked, "the host removed this viewer"};
    bool watched = false;
    for (const auto& member : members_) {
        if (member->id != id || !member->let_in || member->left)
            continue;
        watched = true;
        doorkeeper_->bar(id);
        turn_away(*member->viewer, refusal);
        leave(*member, "was removed");
    }
    if (!watched)
        return fail(Code::usage, "nobody of that id watches");
    return {};
}

void Share::join(Member& member) {
    for (const auto& other : members_) {
        // Tools that speak pixelpass/0 make a connection for each player.
        const bool same = other->id == member.id && other->live && member.live;
        if (same && other.get() != &member && other->joined && !other->left) {
            other->viewer->close(static_cast<std::uint32_t>(wire::CloseCode::none), "came again");
            // Later: what both want is not to be wanted by nobody till the new one has said so.
            handover_ = after(std::chrono::milliseconds(0), [this, number = other->number] {
                const auto old =
                    std::ranges::find(members_, number, [](const auto& one) { return one->number; });
                if (old != members_.end() && !(*old)->left)
                    leave(**old, "came again by another connection");
            });
        }
    }
    member.joined = true;
    events_.on_joined(member.viewer->status());
}

std::unique_ptr<Viewer> Share::make_viewer(std::unique_ptr<net::Connection> connection, Member& member) {
    Viewer::Events events{
        .on_greeted = [this, &member] { doorkeeper_->take_greeting(member.number); },
        .on_proof = [this,
                     &member](const wire::Proof& proof) { doorkeeper_->take_proof(member.number, proof); },
        .on_joined = [this, &member] { join(member); },
        .on_demand_changed = [this] { broadcast_.update(); },
        .on_keyframe_needed = [this](Rendition rendition) { broadcast_.request_keyframe(rendition); },
        .on_left = [this, &member](const std::string& reason) { leave(member, reason); }};
    if (member.live)
        return std::make_unique<LiveViewer>(std::move(connection), sounds_, director_.useful_kbps(),
                                            std::move(events));
    if (!can_hold(Container::mpegts, codec_))
        events_.on_warning(
            {Code::encoder,
             fmt::format("a viewer speaks pixelpass/0, which has no place for {}, and sees nothing",
                         codec_name(codec_)),
             "share with --codec h264, or have the viewer use this version of pixelpass"});
    return std::make_unique<HttpViewer>(std::move(connection), codec_, aac_track(), std::move(events));
}

void Share::leave(Member& member, const std::string& reason) {
    if (std::exchange(member.left, true))
        return;
    broadcast_.remove(*member.viewer);
    if (member.joined)
        events_.on_left(member.viewer->status(), reason);
    doorkeeper_->gone(member.number);
    cleanup_ = after(std::chrono::milliseconds(0),
                     [this] { std::erase_if(members_, [](const auto& one) { return one->left; }); });
}

unsigned Share::set_bitrate(std::optional<unsigned> kbps) {
    director_.set_most(kbps);
    for (const auto& member : members_)
        member->viewer->set_useful_kbps(director_.useful_kbps());
    direct_rates();
    return director_.most_kbps();
}

void Share::direct_rates() {
    std::vector<ViewerLoad> loads;
    for (const auto& member : members_) {
        if (!member->left && member->viewer->is_led())
            loads.push_back({.viewer = member->number, .capacity_kbps = member->viewer->capacity_kbps()});
    }
    const auto changes = director_.update(std::chrono::steady_clock::now(), loads);
    // First, as who moves may start an encoder.
    for (const Rendition rendition : {video_rendition, half_rendition})
        studio_.set_bitrate(rendition, director_.kbps(rendition));
    for (const auto& member : members_)
        member->viewer->choose_video(director_.choice(member->number));
    for (const RateChange& change : changes)
        tell(change);
}

void Share::tell(const RateChange& change) {
    if (!change.viewer)
        return events_.on_rate(change, nullptr);
    const auto status = member(*change.viewer).viewer->status();
    events_.on_rate(change, &status);
}

std::vector<RenditionStatus> Share::videos() const {
    std::vector<RenditionStatus> videos;
    for (const Rendition rendition : {video_rendition, half_rendition}) {
        videos.push_back({.rendition = rendition,
                          .bitrate_kbps = director_.kbps(rendition),
                          .pictures = studio_.pictures(rendition)});
    }
    return videos;
}

std::vector<ViewerStatus> Share::viewers() const {
    std::vector<ViewerStatus> result;
    for (const auto& member : members_) {
        if (member->let_in && !member->left)
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
