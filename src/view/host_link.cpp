// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/host_link.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "wire/unit_header.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds report_interval{1};
/// A few close together at the start, to know the offset at once, then now and then against drift.
constexpr std::chrono::milliseconds clock_interval_first{50};
constexpr std::chrono::milliseconds clock_interval_later{500};
/// How often it is looked whether the host is silent.
constexpr std::chrono::milliseconds look_interval{100};
constexpr unsigned clock_requests_first = 8;

} // namespace

HostLink::HostLink(net::Connection& connection, std::string name, Events events)
    : events_(std::move(events))
    , control_(connection.open_stream())
    , video_([this](const SharedUnit& unit) { take_sorted(unit); })
    , audio_([this](const SharedUnit& unit) { take_sorted(unit); })
    , stats_(monotonic_now())
    , looked_at_(monotonic_now())
    , look_timer_(every(look_interval, [this] { look(); }))
    , report_timer_(every(report_interval, [this] { report(); })) {
    control_->listen({.on_data = [this](ByteView data) { read_control(data); }, .on_ended = {}});
    send(wire::Hello{.capabilities = wire::knows_challenges, .name = std::move(name)});
    ask_clock();
}

void HostLink::subscribe(bool wanted) {
    wire::Subscribe subscribe;
    if (wanted)
        subscribe.subscriptions = {{.kind = MediaKind::video}, {.kind = MediaKind::audio}};
    send(subscribe);
}

void HostLink::request_keyframe() { send(wire::KeyframeRequest{}); }

void HostLink::send(const wire::Message& message) { control_->write(wire::encode(message)); }

void HostLink::read_control(ByteView data) {
    if (over_)
        return;
    if (heard_at_)
        heard_at_ = monotonic_now();
    if (auto read = reader_.feed(data, [this](const wire::Message& message) { handle(message); }); !read)
        break_off(read.error().message);
}

void HostLink::handle(const wire::Message& message) {
    if (over_)
        return;
    if (std::exchange(greeted_, true) == std::holds_alternative<wire::Hello>(message))
        return break_off("the host does not greet first, and once");
    std::visit([this](const auto& one) { on(one); }, message);
}

void HostLink::on(const wire::Paused& paused) {
    seen_ = paused.seen;
    if (std::exchange(pending_, false) && events_.on_let_in)
        events_.on_let_in();
}

void HostLink::on(const wire::Pending&) {
    pending_ = true;
    if (events_.on_pending)
        events_.on_pending();
}

void HostLink::on(const wire::Challenge& challenge) {
    if (std::exchange(challenged_, true) || catalogued_ || !events_.on_challenge)
        return break_off("a challenge that cannot be met");
    events_.on_challenge(challenge.element);
}

void HostLink::prove(const Bytes& element, const Bytes& confirmation) {
    send(wire::Proof{.element = element, .confirmation = confirmation});
}

void HostLink::on(const wire::Counterproof& proof) {
    convinced_ = events_.on_counterproof && events_.on_counterproof(proof.confirmation);
    over_ = over_ || !convinced_;
}

void HostLink::on(const wire::Catalog& catalog) {
    if (in_doubt())
        return break_off("a catalog instead of the host's own proof");
    if (!convinced_ && events_.on_unproven && !events_.on_unproven()) {
        over_ = true;
        return;
    }
    catalogued_ = true;
    MuxTracks tracks;
    for (const auto& rendition : catalog.renditions) {
        auto& track = rendition.kind == MediaKind::video ? tracks.video : tracks.audio;
        if (!track && rendition.id != 0) // the first is the host's choice
            track = std::make_shared<const TrackFormat>(rendition.format);
    }
    tracks_ = tracks;
    bytes_before_catalog_ = 0;
    for (auto early = std::exchange(before_catalog_, {}); const auto& message : early)
        take_message(message);
}

void HostLink::on(const wire::ClockReply& reply) {
    clock_.add(reply.viewer_time, reply.host_time, monotonic_now());
}

void HostLink::on(const wire::Skip& skip) {
    if (!sorter(skip.kind).skip(skip.first_sequence, skip.count))
        break_off("too much is skipped");
}

void HostLink::take_message(const SharedBytes& message) {
    if (over_)
        return;
    // What comes in doubt has overtaken the host's proof, and waits for the catalog. No silence is counted
    // from it, as the host may take its time with our proof.
    if (!in_doubt())
        heard_at_ = monotonic_now();
    if (!tracks_.video && !tracks_.audio) {
        before_catalog_.push_back(message);
        bytes_before_catalog_ += message.view.size();
        if (before_catalog_.size() > max_before_catalog || bytes_before_catalog_ > max_bytes_before_catalog)
            break_off("media without a catalog");
        return;
    }
    auto decoded = wire::decode_unit(message.view);
    if (!decoded)
        return break_off(decoded.error().message);
    if (!*decoded)
        return;
    const auto& header = (*decoded)->header;
    const auto& format = header.kind == MediaKind::video ? tracks_.video : tracks_.audio;
    if (!format)
        return;
    auto unit = std::make_shared<const AccessUnit>(AccessUnit{
        .kind = header.kind,
        .keyframe = header.keyframe || header.kind == MediaKind::audio,
        .pts = header.pts,
        .payload = {.owner = message.owner, .view = message.view.subspan((*decoded)->payload_offset)},
        .format = format});
    if (!sorter(header.kind).add(header.sequence, std::move(unit)))
        break_off("too much is missing");
}

void HostLink::take_sorted(const SharedUnit& unit) {
    // First, so that the players have it when its age is taken.
    events_.on_unit(unit);
    const auto ahead = clock_ahead();
    stats_.add(*unit,
               ahead ? std::max(Microseconds{}, monotonic_now() + *ahead - unit->pts) : Microseconds{});
}

void HostLink::look() {
    const auto now = monotonic_now();
    // While this process stood still, what has come was not read.
    const bool stood_still = now - std::exchange(looked_at_, now) > 3 * look_interval;
    if (over_ || !heard_at_)
        return;
    if (stood_still)
        heard_at_ = now;
    if (now - *heard_at_ < longest_silence)
        return;
    over_ = true;
    events_.on_silence();
}

void HostLink::ask_clock() {
    send(wire::ClockRequest{.viewer_time = monotonic_now()});
    ++clock_requests_;
    clock_timer_ = after(clock_requests_ < clock_requests_first ? clock_interval_first : clock_interval_later,
                         [this] { ask_clock(); });
}

void HostLink::report() {
    const auto report = stats_.close_interval(monotonic_now(), video_.lost() + audio_.lost());
    const bool known = report.delay > Microseconds{} && events_.player_delay;
    const auto added = known ? events_.player_delay() : Microseconds{};
    send(wire::Report{.interval = report.interval,
                      .units_received = report.units,
                      .units_skipped = report.lost,
                      .bytes_received = report.bytes,
                      .delay = report.delay + added,
                      .delay_max = report.delay_max + added});
}

void HostLink::break_off(const std::string& reason) {
    spdlog::info("the host broke the protocol: {}", reason);
    over_ = true;
    events_.on_broken();
}

} // namespace pixelpass
