// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/live_viewer.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/sound_format.h"
#include "wire/close_code.h"

#include <algorithm>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds hello_limit{5};
/// How long a viewer whose control stream has ended may leave its connection open.
constexpr std::chrono::seconds goodbye_limit{1};
constexpr std::chrono::milliseconds path_interval{500};
/// A viewer's own requests for a keyframe; what comes faster is ignored.
constexpr std::chrono::seconds keyframe_request_interval{1};
constexpr unsigned messages_per_second = 200;
/// Unread control bytes by which a viewer shows that it does not listen.
constexpr std::uint64_t control_backlog = 256U << 10;
constexpr int control_priority = std::numeric_limits<int>::max();

} // namespace

LiveViewer::LiveViewer(std::unique_ptr<net::Connection> connection, std::vector<Rendition> sounds,
                       Events events)
    : connection_(std::move(connection))
    , sounds_(std::move(sounds))
    , events_(std::move(events))
    , queue_(*connection_, {.on_skip = [this](const wire::Skip& skip) { send(skip); }}) {
    connection_->listen({.on_message = {},
                         .on_stream = [this](auto stream) { open_control(std::move(stream)); },
                         .on_path_changed = [this] { shortest_round_trip_ = Microseconds::max(); },
                         .on_closed =
                             [this](const net::CloseInfo& info) {
                                 wanted_ = {};
                                 events_.on_left(leaving_reason(info));
                             }});
    hello_deadline_ = after(hello_limit, [this] { fail_protocol("no hello"); });
    path_timer_ = every(path_interval, [this] { measure_path(); });
}

void LiveViewer::measure_path() {
    const auto path = connection_->path();
    if (!path.known)
        return;
    shortest_round_trip_ = std::min(shortest_round_trip_, path.rtt);
    queue_.set_round_trip(shortest_round_trip_);
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
    send(wire::Hello{});
    events_.on_joined();
}

void LiveViewer::on(const wire::Subscribe& subscribe) {
    std::array<std::uint64_t, 2> wanted{};
    for (const auto& one : subscribe.subscriptions) {
        if (auto& rendition = wanted[static_cast<std::size_t>(one.kind)]; rendition == 0)
            rendition = choose(one);
    }
    const bool begins_video = wanted[0] != 0 && wanted_[0] == 0;
    wanted_ = wanted;
    if (begins_video) {
        queue_.restart_video();
        video_.reset();
    }
    events_.on_demand_changed();
    if (begins_video)
        events_.on_keyframe_needed();
}

std::uint64_t LiveViewer::choose(const wire::Subscription& wanted) const {
    const auto fits = [&wanted](Rendition one) {
        return one.kind == wanted.kind && (wanted.rendition == 0 || wanted.rendition == one.id);
    };
    if (fits(video_rendition))
        return video_rendition.id;
    const auto sound = std::ranges::find_if(sounds_, fits);
    return sound == sounds_.end() ? 0 : sound->id;
}

void LiveViewer::on(const wire::KeyframeRequest&) {
    const auto now = Clock::now();
    if (now - last_keyframe_request_ < keyframe_request_interval)
        return;
    last_keyframe_request_ = now;
    events_.on_keyframe_needed();
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
    catalog.renditions.push_back({.kind = MediaKind::video, .id = video_rendition.id, .format = *video_});
    for (const Rendition sound : sounds_)
        catalog.renditions.push_back({.kind = sound.kind, .id = sound.id, .format = sound_format(sound)});
    send(catalog);
}

void LiveViewer::offer(const SharedUnit& unit) {
    if (unit->kind == MediaKind::video && unit->format != video_) {
        video_ = unit->format;
        send_catalog();
    }
    // Sound alone can't be muxed before the picture's format is known.
    if (unit->kind == MediaKind::audio && !video_ && wants(video_rendition))
        return;
    queue_.offer(unit);
}

ViewerStatus LiveViewer::status() const {
    return {.id = connection_->remote_id(),
            .name = name_,
            .protocol = connection_->alpn(),
            .path = connection_->path(),
            .queue = queue_.stats(),
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
