// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/goodput.h"
#include "fanout/path_probe.h"
#include "media/access_unit.h"

#include <chrono>
#include <functional>
#include <optional>

namespace pixelpass {

/// How much one viewer's path carries, learned from what becomes of the units: they tell of congestion by
/// waiting, not by loss, and what the viewer acknowledged meanwhile is what the path can do. From then on
/// padding is sent now and then, behind all media, to see whether it can do more: the stream itself seldom
/// fills its path. docs/decisions.md, "What a path carries". Main thread.
class PathRate {
public:
    using Clock = std::chrono::steady_clock;

    /// A picture that waits so long, on top of the round trip, is late; and so is what is congested.
    static constexpr std::chrono::milliseconds late{100};
    /// How long pictures must be late without one in time: a keyframe may make those behind it late.
    static constexpr std::chrono::milliseconds patience{300};
    /// The same for one who has just come: its machine is busy with starting a player.
    static constexpr std::chrono::milliseconds patience_at_first{900};
    static constexpr std::chrono::milliseconds at_first{3000};
    /// What a cut must be given to have its effect before it is judged again.
    static constexpr std::chrono::milliseconds settling{1000};
    /// Between the end of a probe that found nothing new and the next; longer after each that promised too
    /// much.
    static constexpr std::chrono::milliseconds probe_interval{2000};
    static constexpr std::chrono::seconds longest_probe_interval{60};

    /// `sender` must outlive this.
    explicit PathRate(net::UnitSender& sender, std::function<Clock::time_point()> now = Clock::now)
        : now_(std::move(now))
        , probe_(sender) {}

    /// A path on which nothing waits is believed to carry this, and is not tried any further, in kbit/s.
    void set_useful(unsigned kbps) { useful_kbps_ = kbps; }
    void set_round_trip(Microseconds round_trip) { round_trip_ = round_trip; }
    /// The path is another now.
    void restart();

    /// The viewer has a unit of media; if it was a picture, that waited at least so long for the path.
    void note_settled(std::size_t bytes, std::optional<Microseconds> picture_waited);
    /// The oldest picture that the viewer does not have yet has waited so long for the path.
    void note_waiting(Microseconds waited);
    /// Looks at what is on its way, and decides. After the units were looked at, ten times a second and more.
    void update();

    /// What may be sent, sound and all, in kbit/s; nothing while no limit is known.
    [[nodiscard]] std::optional<unsigned> capacity_kbps() const { return capacity_kbps_; }
    /// How long the last picture waited for the path.
    [[nodiscard]] Microseconds queueing_delay() const { return queueing_delay_; }

private:
    void note_late(Microseconds waited);
    [[nodiscard]] bool is_congested(Clock::time_point now) const;
    void cut(Clock::time_point now);
    void look_at_probe(Clock::time_point now);
    void start_probe(Clock::time_point now);
    void end_probe(Clock::time_point now);
    void raise(Clock::time_point now, unsigned kbps);

    std::function<Clock::time_point()> now_;
    PathProbe probe_;
    Goodput goodput_;
    Microseconds round_trip_{};
    Microseconds queueing_delay_{};
    unsigned useful_kbps_ = 0;
    std::optional<unsigned> capacity_kbps_;
    std::optional<Clock::time_point> begun_at_;
    std::optional<Clock::time_point> late_since_; ///< no picture was in time since; when the first was sent
    Clock::time_point late_seen_{};
    Clock::time_point cut_at_{};
    std::optional<Clock::time_point> raised_at_;
    Clock::time_point probe_at_{};
    std::chrono::milliseconds probe_interval_ = probe_interval;
};

} // namespace pixelpass
