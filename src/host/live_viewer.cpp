// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/live_viewer.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/half_size.h"
#include "media/sound_format.h"
#include "wire/close_code.h"

#include <algorithm>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds hello_limit{5};
/// How long a viewer whose control stream has ended may leave its connection open.
constexpr std::chrono::seconds goodbye_limit{1};
constexpr std::chrono::milliseconds path_interval{100};
/// A viewer's own requests for a keyframe; what comes faster is answered later.
constexpr std::chrono::seconds keyframe_request_interval{1};
constexpr unsigned messages_per_second = 200;
/// Unread control bytes by which a viewer shows that it does not listen.
constexpr std::uint64_t control_backlog = 256U << 10;
constexpr int control_priority = std::numeric_limits<int>::max();

} // namespace

LiveViewer::LiveViewer(std::unique_ptr<net::Connection> connection, std::vector<Rendition> sounds,
                       unsigned useful_kbps, Events events)
    : connection_(std::move(connection))
    , sounds_(std::move(sounds))
    , events_(std::move(events))
    , rate_(*connection_)
    , queue_(*connection_,
             {.on_skip = [this](const wire::Skip& skip) { send(skip); },
              .on_settled = [this](std::size_t bytes, auto waited) { rate_.note_settled(bytes, waited); },
              .on_keyframe_needed = [this](Rendition rendition) { events_.on_keyframe_needed(rendition); }}) {
    rate_.set_useful(useful_kbps);
    connection_->listen({.on_message = {},
                         .on_stream = [this](auto stream) { open_control(std::move(stream)); },
                         .on_path_changed =
                             [this] {
                                 shortest_round_trip_ = Microseconds::max();
                                 rate_.restart();
                             },
                         .on_closed =
                             [this](const net::CloseInfo& info) {
                                 video_.aim(0);
                                 sound_ = 0;
                                 events_.on_left(leaving_reason(info));
                             }});
    hello_deadline_ = after(hello_limit, [this] { fail_protocol("no hello"); });
    path_timer_ = every(path_interval, [this] { measure_path(); });
}

void LiveViewer::measure_path() {
    if (const auto path = connection_->path(); path.known) {
        shortest_round_trip_ = std::min(shortest_round_trip_, path.rtt);
        queue_.set_round_trip(shortest_round_trip_);
        rate_.set_round_trip(shortest_round_trip_);
    }
    queue_.look();
    rate_.note_waiting(queue_.picture_waits());
    if (video_.current() != 0)
        rate_.update();
}

void LiveViewer::open_control(std::unique_ptr<net::Stream> stream) {
    if (control_)
        return fail_protocol("a second control stream");
    control_ = std::move(stream);
    control_->set_priority(control_priority);
    // Not closed at once: the connection's own end, which says why, is most often right behind.
    control_->listen({.on_data = [this](ByteView data) { read_control(data); },
                      .on_ended = [this] { goodbye_ = after(goodbye_limit, [this] { close(0, ""); }); }});
}

void LiveViewer::read_control(ByteView data) {
    if (closing_)
        return;
    if (auto read = reader_.feed(data, [this](const wire::Message& message) { handle(message); }); !read)
        fail_protocol(read.error().message);
}

bool LiveViewer::exceeds_rate() {
    const auto now = Clock::now();
    if (now - rate_window_ > std::chrono::seconds(1)) {
        rate_window_ = now;
        messages_in_window_ = 0;
    }
    return ++messages_in_window_ > messages_per_second;
}

void LiveViewer::handle(const wire::Message& message) {
    if (closing_)
        return;
    if (exceeds_rate())
        return close(static_cast<std::uint32_t>(wire::CloseCode::flood), "too many messages");
    if (!greeted_ && !std::holds_alternative<wire::Hello>(message))
        return fail_protocol("the first message is no hello");
    std::visit([this](const auto& one) { on(one); }, message);
}

void LiveViewer::on(const wire::Hello& hello) {
    if (greeted_)
        return fail_protocol("a second hello");
    greeted_ = true;
    hello_deadline_.reset();
    name_ = hello.name;
    knows_challenges_ = (hello.capabilities & wire::knows_challenges) != 0;
    send(wire::Hello{});
    events_.on_greeted();
}

bool LiveViewer::challenge(const Bytes& element) {
    if (!knows_challenges_)
        return false;
    challenged_ = true;
    send(wire::Challenge{element});
    return true;
}

void LiveViewer::on(const wire::Proof& proof) {
    if (!std::exchange(challenged_, false))
        return fail_protocol("a proof that nobody asked for");
    events_.on_proof(proof);
}

void LiveViewer::hold() {
    told_seen_.reset();
    send(wire::Pending{});
}

void LiveViewer::tell_seen(Seen seen) {
    if (let_in_ && std::exchange(told_seen_, seen) != seen)
        send(wire::Paused{seen});
}

void LiveViewer::tell_muted(bool muted) {
    if (let_in_ && std::exchange(told_muted_, muted) != muted)
        send(wire::Muted{muted});
}

void LiveViewer::let_in() {
    let_in_ = true;
    events_.on_joined();
    if (const auto kept = std::exchange(kept_, {}))
        on(*kept);
}

void LiveViewer::on(const wire::Subscribe& subscribe) {
    if (!let_in_) {
        kept_ = subscribe;
        return;
    }
    std::optional<std::uint64_t> video;
    std::uint64_t sound = 0;
    for (const auto& [kind, rendition] : subscribe.subscriptions) {
        if (kind == MediaKind::audio && sound == 0)
            sound = choose_sound(rendition);
        else if (kind == MediaKind::video && !video && rendition <= half_rendition.id)
            video = rendition;
    }
    sound_ = sound;
    const bool begins_video = video && video_.current() == 0;
    leaves_choice_ = video.value_or(0) == 0;
    video_.aim(!video ? 0 : leaves_choice_ ? choice_ : *video);
    if (begins_video) {
        queue_.restart_video();
        format_.reset();
    }
    events_.on_demand_changed();
    if (begins_video || video_.next() != video_.current())
        events_.on_keyframe_needed({MediaKind::video, video_.next()});
}

void LiveViewer::choose_video(Rendition rendition) {
    if (std::exchange(choice_, rendition.id) == rendition.id || !is_led())
        return;
    video_.aim(choice_);
    events_.on_demand_changed();
    events_.on_keyframe_needed(rendition);
}

std::uint64_t LiveViewer::choose_sound(std::uint64_t asked) const {
    const auto sound =
        std::ranges::find_if(sounds_, [asked](Rendition one) { return asked == 0 || asked == one.id; });
    return sound == sounds_.end() ? 0 : sound->id;
}

void LiveViewer::on(const wire::KeyframeRequest&) {
    if (keyframe_pause_.active()) {
        keyframe_wanted_ = true;
        return;
    }
    keyframe_wanted_ = false;
    keyframe_pause_ = after(keyframe_request_interval, [this] {
        if (keyframe_wanted_)
            on(wire::KeyframeRequest{});
    });
    if (video_.current() != 0)
        events_.on_keyframe_needed({MediaKind::video, video_.current()});
}

void LiveViewer::on(const wire::Report& report) { delay_ = report.delay; }

void LiveViewer::on(const wire::ClockRequest& request) {
    send(wire::ClockReply{.viewer_time = request.viewer_time, .host_time = monotonic_now()});
}

template <typename Unexpected>
void LiveViewer::on(const Unexpected&) {
    fail_protocol("a message that only a host sends");
}

void LiveViewer::send(const wire::Message& message) {
    if (!control_ || closing_)
        return;
    control_->write(wire::encode(message));
    if (control_->backlog() > control_backlog)
        close(static_cast<std::uint32_t>(wire::CloseCode::flood), "the control stream is not read");
}

void LiveViewer::send_catalog() {
    wire::Catalog catalog;
    const auto add = [&catalog](Rendition rendition, const TrackFormat& format) {
        catalog.renditions.push_back({.kind = rendition.kind, .id = rendition.id, .format = format});
    };
    // What this viewer gets comes first.
    add({MediaKind::video, video_.current()}, *format_);
    if (video_.current() == half_rendition.id && full_format_)
        add(video_rendition, *full_format_);
    if (video_.current() == video_rendition.id) {
        TrackFormat half = *format_;
        half.width = half_side(half.width);
        half.height = half_side(half.height);
        add(half_rendition, half);
    }
    for (const Rendition sound : sounds_)
        add(sound, sound_format(sound));
    send(catalog);
}

void LiveViewer::offer(const SharedUnit& unit) {
    if (unit->kind == MediaKind::video && !video_.admit(*unit))
        return;
    if (unit->kind == MediaKind::video && unit->format != format_) {
        format_ = unit->format;
        if (rendition_of(*unit) == video_rendition)
            full_format_ = *format_;
        send_catalog();
    }
    // Sound alone can't be muxed before the picture's format is known.
    if (unit->kind == MediaKind::audio && !format_ && video_.current() != 0)
        return;
    queue_.offer(unit);
}

ViewerStatus LiveViewer::status() const {
    return {.id = connection_->remote_id(),
            .name = name_,
            .protocol = connection_->alpn(),
            .path = connection_->path(),
            .queue = queue_.stats(),
            .video = {MediaKind::video, video_.current()},
            .capacity_kbps = rate_.capacity_kbps(),
            .queueing_delay = rate_.queueing_delay(),
            .backlog_age = queue_.backlog_age(),
            .delay = delay_};
}

void LiveViewer::close(std::uint32_t code, const std::string& reason) {
    closing_ = true;
    connection_->close(code, reason);
}

void LiveViewer::fail_protocol(const std::string& reason) {
    spdlog::info("viewer {} broke the protocol: {}", connection_->remote_id(), reason);
    close(static_cast<std::uint32_t>(wire::CloseCode::protocol), reason);
}

} // namespace pixelpass
