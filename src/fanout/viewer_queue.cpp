// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/viewer_queue.h"

#include "wire/unit_header.h"

#include <algorithm>
#include <limits>

namespace pixelpass {
namespace {

constexpr int audio_priority = std::numeric_limits<int>::max() - 1;
/// Units of one GOP whose order shows in their priority.
constexpr std::uint64_t gop_slots = 1024;
constexpr std::uint64_t gop_cycle = 1U << 20;
/// What has waited for so long when another rendition begins is in its way.
constexpr std::chrono::milliseconds stale{50};

} // namespace

void ViewerQueue::look() {
    for (Track* track : {&video_, &audio_})
        look(*track);
    looked_at_ = events_.now();
}

void ViewerQueue::look(Track& track) {
    std::erase_if(track.in_flight, [&](const InFlight& one) {
        if (!one.unit->settled())
            return false;
        track.bytes -= one.bytes;
        // It was not there yet at the last look: all that is known, and so all that is said.
        if (events_.on_settled) // nobody need ask
            events_.on_settled(one.bytes,
                               &track == &video_ ? std::optional(waited(one, looked_at_)) : std::nullopt);
        return true;
    });
}

void ViewerQueue::offer(const SharedUnit& unit) {
    look();
    if (unit->kind == MediaKind::video)
        offer_video(unit);
    else
        offer_audio(unit);
}

void ViewerQueue::begin_rendition(std::uint64_t rendition) {
    rendition_ = rendition;
    // The viewer would wait for it before it shows what is new.
    if (awaiting_keyframe_ || picture_waits() > stale)
        give_up(video_, MediaKind::video, Spare::nothing);
}

void ViewerQueue::offer_video(const SharedUnit& unit) {
    if (unit->rendition != rendition_)
        begin_rendition(unit->rendition);
    if (age(video_) > bound() || video_.bytes > byte_bound)
        awaiting_keyframe_ = true;
    if (awaiting_keyframe_ && (unit->keyframe || age(video_) > 2 * bound() || video_.bytes > byte_bound))
        give_up(video_, MediaKind::video);
    // A keyframe that was spared must arrive before another is worth sending.
    const bool begins = unit->keyframe && (!awaiting_keyframe_ || video_.in_flight.empty());
    if (!begins && (unit->keyframe || awaiting_keyframe_)) {
        ++stats_.dropped;
        if (keyframe_wait_.dropped(unit->pts) && video_.in_flight.empty())
            events_.on_keyframe_needed(rendition_of(*unit));
        return;
    }
    if (begins) {
        awaiting_keyframe_ = false;
        keyframe_wait_.end();
        ++gop_;
        unit_of_gop_ = 0;
    }
    send(video_, *unit, video_priority());
    ++unit_of_gop_;
}

void ViewerQueue::offer_audio(const SharedUnit& unit) {
    if (age(audio_) > bound() || audio_.bytes > byte_bound)
        give_up(audio_, MediaKind::audio);
    send(audio_, *unit, audio_priority);
}

void ViewerQueue::send(Track& track, const AccessUnit& unit, int priority) {
    const Bytes header = wire::encode(wire::UnitHeader{.kind = unit.kind,
                                                       .rendition = unit.rendition,
                                                       .sequence = track.next_sequence,
                                                       .keyframe = unit.keyframe,
                                                       .pts = unit.pts});
    track.in_flight.push_back({.unit = sender_.send(header, unit.payload, priority),
                               .since = events_.now(),
                               .sequence = track.next_sequence,
                               .bytes = unit.payload.view.size(),
                               .keyframe = unit.keyframe});
    track.bytes += unit.payload.view.size();
    ++track.next_sequence;
    ++stats_.sent;
    stats_.bytes += unit.payload.view.size();
}

bool ViewerQueue::is_spared(const Track& track, const InFlight& one) const {
    return one.keyframe && &track == &video_ && events_.now() - one.since < keyframe_patience &&
           std::none_of(track.in_flight.begin(), track.in_flight.end(), [&one](const InFlight& other) {
               return other.keyframe && other.sequence > one.sequence;
           });
}

void ViewerQueue::give_up(Track& track, MediaKind kind, Spare spare) {
    std::deque<InFlight> spared;
    std::uint64_t first = 0;
    std::uint64_t count = 0; // of units without a gap, given up from `first` on
    const auto tell = [&] {
        if (count > 0)
            events_.on_skip({.kind = kind, .first_sequence = first, .count = count});
        count = 0;
    };
    for (InFlight& one : track.in_flight) {
        if (spare == Spare::newest_keyframe && is_spared(track, one)) {
            spared.push_back(std::move(one));
            continue;
        }
        one.unit->reset();
        track.bytes -= one.bytes;
        ++stats_.dropped;
        if (count > 0 && one.sequence != first + count)
            tell();
        if (count++ == 0)
            first = one.sequence;
    }
    tell();
    track.in_flight = std::move(spared);
}

Microseconds ViewerQueue::age(const Track& track) const {
    return track.in_flight.empty()
               ? Microseconds{}
               : std::chrono::duration_cast<Microseconds>(events_.now() - track.in_flight.front().since);
}

Microseconds ViewerQueue::waited(const InFlight& one, Clock::time_point until) const {
    return std::max(Microseconds{},
                    std::chrono::duration_cast<Microseconds>(until - one.since) - round_trip_);
}

Microseconds ViewerQueue::picture_waits() const {
    return video_.in_flight.empty() ? Microseconds{} : waited(video_.in_flight.front(), events_.now());
}

Microseconds ViewerQueue::backlog_age() const { return std::max(age(video_), age(audio_)); }

int ViewerQueue::video_priority() const {
    const std::uint64_t slot = gop_slots - 1 - std::min(unit_of_gop_, gop_slots - 1);
    return static_cast<int>((gop_ % gop_cycle) * gop_slots + slot);
}

} // namespace pixelpass
