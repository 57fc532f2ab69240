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
    for (const Rendition rendition : all_renditions) {
        const bool wanted = std::ranges::any_of(
            subscribers_, [rendition](const Subscriber* one) { return one->wants(rendition); });
        if (std::exchange(track(rendition).wanted, wanted) == wanted)
            continue;
        // What an encoder makes first is a keyframe anyway.
        track(rendition).keyframe_requested = false;
        events_.on_demand(rendition, wanted);
    }
}

Broadcast::Track& Broadcast::track(Rendition rendition) {
    const auto* const place = std::ranges::find(all_renditions, rendition);
    return tracks_[static_cast<std::size_t>(place - all_renditions.begin())];
}

void Broadcast::request_keyframe(Rendition rendition) {
    track(rendition).keyframe_requested = true;
    force_keyframe_if_due(rendition);
}

void Broadcast::offer(const SharedUnit& unit) {
    if (unit->kind == MediaKind::video) {
        if (unit->keyframe)
            track(rendition_of(*unit)).keyframe_requested = false;
        force_keyframe_if_due(rendition_of(*unit));
    }
    for (Subscriber* subscriber : subscribers_) {
        if (subscriber->wants(rendition_of(*unit)))
            subscriber->offer(unit);
    }
}

void Broadcast::force_keyframe_if_due(Rendition rendition) {
    const auto now = events_.now();
    auto& [wanted, requested, last_forced] = track(rendition);
    if (!requested || (last_forced && now - *last_forced < keyframe_interval))
        return;
    last_forced = now;
    events_.on_keyframe_needed(rendition);
}

} // namespace pixelpass
