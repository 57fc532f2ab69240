// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/path_rate.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// Of what the path was seen to carry, what is made use of: pictures vary in size, and what waits must drain.
constexpr double safe_share = 0.85;
/// Never believed to be less: it would be too little to learn from.
constexpr unsigned least_kbps = 100;
/// The time before a cut that counts: what was before may have been another path.
constexpr std::chrono::milliseconds measured{500};
/// How long a probe's padding takes if the path carries twice what was known, and the longest that one takes.
constexpr std::chrono::milliseconds probe_length{400};
constexpr std::chrono::milliseconds longest_probe{600};
/// The longest that media waits behind a probe on a path which carries no more than was known.
constexpr std::chrono::milliseconds probe_queue{60};
/// What QUIC takes at once is bounded, and pictures must find room in it.
constexpr std::size_t most_padding = 512U << 10;
/// A probe that finds so much more is followed by another soon.
constexpr double progress = 1.1;
constexpr std::chrono::milliseconds next_probe{300};
/// Congestion so soon after a raise says that the raise was too much.
constexpr std::chrono::seconds raise_proof{10};

} // namespace

void PathRate::restart() {
    probe_.stop();
    goodput_ = {};
    capacity_kbps_.reset();
    late_since_.reset();
    raised_at_.reset();
    probe_interval_ = probe_interval;
}

void PathRate::note_settled(std::size_t bytes, std::optional<Microseconds> picture_waited) {
    const auto now = now_();
    begun_at_ = begun_at_.value_or(now);
    goodput_.add(now, bytes + probe_.take_settled());
    if (!picture_waited)
        return;
    queueing_delay_ = *picture_waited;
    if (*picture_waited >= late)
        note_late(*picture_waited);
    else
        late_since_.reset();
}

void PathRate::note_waiting(Microseconds waited) {
    queueing_delay_ = std::max(queueing_delay_, waited);
    if (waited >= late)
        note_late(waited);
}

void PathRate::note_late(Microseconds waited) {
    late_seen_ = now_();
    if (!late_since_) // since a cut, what waited before it tells nothing new
        late_since_ = std::max(late_seen_ - waited, cut_at_ + round_trip_);
}

bool PathRate::is_congested(Clock::time_point now) const {
    const bool begins = !begun_at_ || now - *begun_at_ < at_first;
    const auto borne = late + (begins ? patience_at_first : patience) + round_trip_;
    return late_since_ && now - *late_since_ >= borne && now - late_seen_ < late;
}

void PathRate::update() {
    const auto now = now_();
    look_at_probe(now);
    if (is_congested(now) && now - cut_at_ >= settling)
        cut(now);
    else if (capacity_kbps_ && !probe_.running() && !late_since_ && now >= probe_at_)
        start_probe(now);
}

void PathRate::cut(Clock::time_point now) {
    // All that the path can do is what was sent, and acknowledged, while pictures waited.
    const auto begin = std::max(*late_since_ + round_trip_, now - measured);
    const auto carried = static_cast<unsigned>(safe_share * goodput_.kbps(begin, now));
    if (raised_at_ && now - *raised_at_ < raise_proof)
        probe_interval_ = std::min<std::chrono::milliseconds>(2 * probe_interval_, longest_probe_interval);
    else
        probe_interval_ = probe_interval;
    capacity_kbps_ = std::max(least_kbps, std::min(carried, capacity_kbps_.value_or(carried)));
    cut_at_ = now;
    late_since_.reset();
    probe_at_ = now + std::max<std::chrono::milliseconds>(settling, probe_interval_ - probe_interval);
    probe_.stop();
}

void PathRate::start_probe(Clock::time_point now) {
    const double bytes_per_ms = *capacity_kbps_ / 8.0;
    const std::chrono::duration<double, std::milli> window = probe_queue + round_trip_;
    probe_.start(now,
                 std::min(most_padding, static_cast<std::size_t>(2 * bytes_per_ms * probe_length.count())),
                 static_cast<std::size_t>(bytes_per_ms * window.count()));
}

void PathRate::look_at_probe(Clock::time_point now) {
    if (!probe_.running())
        return;
    goodput_.add(now, probe_.take_settled());
    if (late_since_) { // no more than was known
        probe_.stop();
        probe_at_ = now + probe_interval_;
    } else if (probe_.done() || now - probe_.started_at() >= longest_probe + round_trip_)
        end_probe(now);
}

void PathRate::end_probe(Clock::time_point now) {
    probe_.stop();
    const auto seen = goodput_.kbps(probe_.started_at() + round_trip_, now);
    const auto carried = static_cast<unsigned>(safe_share * seen);
    const bool progressed = carried >= progress * *capacity_kbps_;
    probe_at_ = now + (progressed ? next_probe : probe_interval_);
    if (progressed)
        raise(now, std::min(carried, 2 * *capacity_kbps_));
}

void PathRate::raise(Clock::time_point now, unsigned kbps) {
    raised_at_ = now;
    capacity_kbps_ = kbps;
    if (kbps >= useful_kbps_)
        capacity_kbps_.reset();
}

} // namespace pixelpass
