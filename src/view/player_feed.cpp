// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/player_feed.h"

#include "base/log.h"

namespace pixelpass {

MuxedFeed::MuxedFeed(SoupServerMessage* message, Container container, std::function<void()> on_ended)
    : container_(container)
    , reply_(message, [this, on_ended = std::move(on_ended)] {
        ended_ = true;
        on_ended();
    }) {}

void MuxedFeed::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (ended_)
        return;
    if (reply_.backlog() > high_water)
        awaiting_keyframe_ = true;
    const bool starts = unit->kind == MediaKind::video && unit->keyframe && reply_.backlog() <= low_water;
    if (awaiting_keyframe_ && !starts)
        return;
    awaiting_keyframe_ = false;
    if (!muxer_) {
        auto made = Muxer::create(container_, tracks, [this](ByteView bytes) { reply_.write(bytes); });
        if (!made) {
            spdlog::error("{}", made.error().message);
            return;
        }
        muxer_ = std::move(*made);
    }
    if (auto pushed = muxer_->push(*unit); !pushed)
        spdlog::debug("a unit could not be muxed: {}", pushed.error().message);
}

} // namespace pixelpass
