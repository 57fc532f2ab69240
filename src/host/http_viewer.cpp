// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/http_viewer.h"

#include "host/http_response.h"

#include <algorithm>
#include <utility>

namespace pixelpass {

HttpViewer::HttpViewer(std::unique_ptr<net::Connection> connection, Codec video,
                       std::shared_ptr<const TrackFormat> sound, Events events)
    : connection_(std::move(connection))
    , video_(video)
    , sound_(std::move(sound))
    , events_(std::move(events)) {
    connection_->listen({.on_message = {},
                         .on_stream = [this](auto stream) { open(std::move(stream)); },
                         .on_path_changed = {},
                         .on_closed =
                             [this](const net::CloseInfo& info) {
                                 responses_.clear();
                                 events_.on_left(leaving_reason(info));
                             }});
}

HttpViewer::~HttpViewer() = default;

void HttpViewer::open(std::unique_ptr<net::Stream> stream) {
    responses_.push_back(std::make_unique<HttpResponse>(
        std::move(stream), video_, sound_,
        HttpResponse::Events{.on_started =
                                 [this] {
                                     if (!std::exchange(joined_, true))
                                         events_.on_joined();
                                     events_.on_demand_changed();
                                     events_.on_keyframe_needed(video_rendition);
                                 },
                             .on_ended =
                                 [this] {
                                     cleanup_ = after(std::chrono::milliseconds(0), [this] {
                                         std::erase_if(responses_,
                                                       [](const auto& one) { return one->ended(); });
                                         events_.on_demand_changed();
                                     });
                                 },
                             .on_keyframe_needed = [this] { events_.on_keyframe_needed(video_rendition); }}));
    if (let_in_)
        responses_.back()->let_in();
}

void HttpViewer::let_in() {
    let_in_ = true;
    for (const auto& response : responses_)
        response->let_in();
}

bool HttpViewer::wants(Rendition rendition) const {
    return (rendition == video_rendition || (sound_ && rendition == aac_rendition)) &&
           std::ranges::any_of(responses_, [](const auto& one) { return one->streaming(); });
}

void HttpViewer::offer(const SharedUnit& unit) {
    for (const auto& response : responses_) {
        if (response->streaming())
            response->offer(unit, stats_);
    }
}

ViewerStatus HttpViewer::status() const {
    return {.id = connection_->remote_id(),
            .name = {},
            .protocol = connection_->alpn(),
            .path = connection_->path(),
            .queue = stats_,
            .video = video_rendition,
            .capacity_kbps = {},
            .queueing_delay = {},
            .backlog_age = {},
            .delay = {}};
}

void HttpViewer::close(std::uint32_t code, const std::string& reason) { connection_->close(code, reason); }

} // namespace pixelpass
