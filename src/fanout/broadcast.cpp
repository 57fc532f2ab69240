// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/broadcast.h"

#include <algorithm>
#include <utility>

namespace pixelpass {

void Broadcast::add(Subscriber& subscriber) {
    subscribers_.push_back(&subscriber);
    update();
}

void Broadcast::remove(Subscriber& subscriber) {
    std::erase(subscribers_, &subscriber);
    update();
}

void Broadcast::update() {
    for (std::size_t i = 0; i < all_renditions.size(); ++i) {
        const Rendition rendition = all_renditions[i];
        const bool wanted = std::ranges::any_of(
            subscribers_, [rendition](const Subscriber* one) { return one->wants(rendition); });
        if (std::exchange(demand_[i], wanted) == wanted)
            continue;
        // What an encoder makes first is a keyframe anyway.
        if (rendition.kind == MediaKind::video)
            keyframe_requested_ = false;
        events_.on_demand(rendition, wanted);
    }
}

void Broadcast::request_keyframe() {
    keyframe_requested_ = true;
    force_keyframe_if_due();
}

void Broadcast::offer(const SharedUnit& unit) {
    if (unit->kind == MediaKind::video) {
        if (unit->keyframe)
            keyframe_requested_ = false;
        force_keyframe_if_due();
    }
    for (Subscriber* subscriber : subscribers_) {
        if (subscriber->wants(rendition_of(*unit)))
            subscriber->offer(unit);
    }
}

void Broadcast::force_keyframe_if_due() {
    const auto now = events_.now();
    if (!keyframe_requested_ || (last_forced_ && now - *last_forced_ < keyframe_interval))
        return;
    last_forced_ = now;
    events_.on_keyframe_needed();
}

} // namespace pixelpass
