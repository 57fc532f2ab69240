// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/http_response.h"

#include "base/log.h"
#include "media/codec_name.h"

#include <fmt/format.h>

namespace pixelpass {

HttpResponse::HttpResponse(std::unique_ptr<net::Stream> stream, Codec video,
                           std::shared_ptr<const TrackFormat> sound, Events events)
    : stream_(std::move(stream))
    , video_(video)
    , sound_(std::move(sound))
    , events_(std::move(events)) {
    // A half-closed request is a whole one: only the connection's end ends the answer.
    stream_->listen({.on_data = [this](ByteView data) { read(data); }, .on_ended = {}});
}

void HttpResponse::read(ByteView data) {
    if (state_ != State::reading || request_)
        return;
    auto request = reader_.feed(data);
    if (!request) {
        stream_->write(bytes_of(wire::http_bad_request));
        end();
    } else if (*request) {
        request_ = std::move(**request);
        if (let_in_)
            answer();
    }
}

void HttpResponse::let_in() {
    let_in_ = true;
    if (request_ && state_ == State::reading)
        answer();
}

void HttpResponse::answer() {
    const auto& request = *request_;
    if (request.method != "GET" && request.method != "HEAD") {
        stream_->write(bytes_of(wire::http_method_not_allowed));
        return end();
    }
    if (!can_hold(Container::mpegts, video_)) {
        stream_->write(bytes_of(wire::http_not_acceptable(
            fmt::format("this host shares {}, for which MPEG-TS has no place: ask it to share with --codec "
                        "h264",
                        codec_name(video_)))));
        return end();
    }
    stream_->write(bytes_of(wire::http_stream_head));
    if (request.method == "HEAD")
        return end();
    state_ = State::streaming;
    events_.on_started();
}

void HttpResponse::end() {
    stream_->finish();
    state_ = State::ended;
    events_.on_ended();
}

bool HttpResponse::start_muxer(const AccessUnit& keyframe) {
    auto made = Muxer::create(Container::mpegts, {.video = keyframe.format, .audio = sound_},
                              [this](ByteView bytes) { open_ = stream_->write(bytes) && open_; });
    if (!made) {
        spdlog::warn("no MPEG-TS for a viewer: {}", made.error().message);
        end();
        return false;
    }
    muxer_ = std::move(*made);
    return true;
}

void HttpResponse::offer(const SharedUnit& unit, QueueStats& stats) {
    const auto backlog = stream_->backlog();
    const bool starts = unit->kind == MediaKind::video && unit->keyframe && backlog <= low_water;
    if (backlog > high_water)
        awaiting_keyframe_ = true;
    if (awaiting_keyframe_ && !starts) {
        ++stats.dropped;
        if (unit->kind == MediaKind::video && keyframe_wait_.dropped(unit->pts) && backlog <= low_water)
            events_.on_keyframe_needed();
        return;
    }
    keyframe_wait_.end();
    if (!muxer_ && !start_muxer(*unit))
        return;
    awaiting_keyframe_ = false;
    if (auto pushed = muxer_->push(*unit); !pushed)
        spdlog::debug("a unit could not be muxed: {}", pushed.error().message);
    ++stats.sent;
    stats.bytes += unit->payload.view.size();
    if (!open_)
        end();
}

} // namespace pixelpass
