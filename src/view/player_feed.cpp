// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/player_feed.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/codec_name.h"

#include <fmt/format.h>

#include <utility>

namespace pixelpass {

MuxedFeed::MuxedFeed(SoupServerMessage* message, Container container, const MuxTracks& tracks,
                     std::string matroska_url, Events events)
    : container_(container)
    , matroska_url_(std::move(matroska_url))
    , events_(std::move(events))
    , reply_(message, [this] { end(); }) {
    turn_away(tracks);
}

void MuxedFeed::end() {
    if (!std::exchange(ended_, true))
        events_.on_ended();
}

bool MuxedFeed::turn_away(const MuxTracks& tracks) {
    if (!tracks.video || can_hold(container_, tracks.video->codec))
        return false;
    reply_.redirect(matroska_url_, fmt::format("MPEG-TS has no place for {}: use {}\n",
                                               codec_name(tracks.video->codec), matroska_url_));
    end();
    return true;
}

bool MuxedFeed::start_muxer(const MuxTracks& tracks) {
    auto made = Muxer::create(container_, tracks, [this](ByteView bytes) { reply_.write(bytes); });
    if (!made) {
        spdlog::error("{}", made.error().message);
        return false;
    }
    muxer_ = std::move(*made);
    return true;
}

void MuxedFeed::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (ended_ || turn_away(tracks))
        return;
    const auto verdict = gate_.judge(*unit, reply_.backlog());
    if (verdict == FeedGate::Verdict::drop_and_ask)
        events_.on_keyframe_needed();
    if (verdict != FeedGate::Verdict::pass)
        return;
    if (!muxer_ && !start_muxer(tracks))
        return;
    if (auto pushed = muxer_->push(*unit); !pushed)
        spdlog::debug("a unit could not be muxed: {}", pushed.error().message);
    else if (unit->kind == MediaKind::video)
        served_.add(unit->pts, monotonic_now());
}

} // namespace pixelpass
