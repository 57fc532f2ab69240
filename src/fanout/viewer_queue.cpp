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

} // namespace

void ViewerQueue::offer(const SharedUnit& unit) {
    for (Track* track : {&video_, &audio_}) {
        std::erase_if(track->in_flight, [track](const InFlight& one) {
            if (!one.unit->settled())
                return false;
            track->bytes -= one.bytes;
            return true;
        });
    }
    if (unit->kind == MediaKind::video)
        offer_video(unit);
    else
        offer_audio(unit);
}

void ViewerQueue::offer_video(const SharedUnit& unit) {
    if (is_behind(video_)) {
        give_up(video_, MediaKind::video, true);
        awaiting_keyframe_ = true;
    }
    // A keyframe that was kept on its way must arrive before another is worth sending.
    const bool resumes = unit->keyframe && (!awaiting_keyframe_ || video_.in_flight.empty());
    if (!resumes && (unit->keyframe || awaiting_keyframe_)) {
        ++stats_.dropped;
        return;
    }
    if (unit->keyframe) {
        awaiting_keyframe_ = false;
        ++gop_;
        unit_of_gop_ = 0;
    }
    send(video_, *unit, video_priority());
    ++unit_of_gop_;
}

void ViewerQueue::offer_audio(const SharedUnit& unit) {
    if (is_behind(audio_))
        give_up(audio_, MediaKind::audio, false);
    send(audio_, *unit, audio_priority);
}

void ViewerQueue::send(Track& track, const AccessUnit& unit, int priority) {
    const Bytes header = wire::encode(wire::UnitHeader{.kind = unit.kind,
                                                       .rendition = 1,
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

void ViewerQueue::give_up(Track& track, MediaKind kind, bool keep_keyframe) {
    const auto now = events_.now();
    const auto newest = std::find_if(track.in_flight.rbegin(), track.in_flight.rend(),
                                     [](const InFlight& one) { return one.keyframe; });
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    std::deque<InFlight> kept;
    for (InFlight& one : track.in_flight) {
        const bool keep = keep_keyframe && newest != track.in_flight.rend() && &one == &*newest &&
                          now - one.since < keyframe_patience;
        if (keep) {
            kept.push_back(std::move(one));
            continue;
        }
        one.unit->reset();
        track.bytes -= one.bytes;
        ++stats_.dropped;
        if (count > 0 && one.sequence != first + count) {
            skip(kind, first, count);
            count = 0;
        }
        if (count == 0)
            first = one.sequence;
        ++count;
    }
    if (count > 0)
        skip(kind, first, count);
    track.in_flight = std::move(kept);
}

void ViewerQueue::skip(MediaKind kind, std::uint64_t first, std::uint64_t count) {
    events_.on_skip({.kind = kind, .first_sequence = first, .count = count});
}

bool ViewerQueue::is_behind(const Track& track) const {
    if (track.in_flight.empty())
        return false;
    return track.bytes > byte_bound ||
           events_.now() - track.in_flight.front().since > age_bound + 3 * round_trip_;
}

Microseconds ViewerQueue::backlog_age() const {
    Microseconds age{};
    for (const Track* track : {&video_, &audio_}) {
        if (!track->in_flight.empty())
            age = std::max(age, std::chrono::duration_cast<Microseconds>(events_.now() -
                                                                         track->in_flight.front().since));
    }
    return age;
}

int ViewerQueue::video_priority() const {
    const std::uint64_t slot = gop_slots - 1 - std::min(unit_of_gop_, gop_slots - 1);
    return static_cast<int>((gop_ % gop_cycle) * gop_slots + slot);
}

} // namespace pixelpass
