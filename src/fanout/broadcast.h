// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/subscriber.h"

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace pixelpass {

/// One encoded stream for all who watch: it hands each unit to every subscriber, says which renditions
/// anybody wants, so that nothing is encoded for nobody, and shares keyframes among those who ask together.
/// Main thread.
class Broadcast {
public:
    using Clock = std::chrono::steady_clock;
    struct Events {
        std::function<void(Rendition, bool wanted)> on_demand; ///< somebody, or nobody any more, wants it
        std::function<void(Rendition)> on_keyframe_needed;     ///< force a keyframe of it now
        std::function<Clock::time_point()> now = Clock::now;
    };

    /// The shortest time between two forced keyframes: each costs all viewers bits.
    static constexpr std::chrono::milliseconds keyframe_interval{500};

    explicit Broadcast(Events events)
        : events_(std::move(events)) {}

    /// Adds or forgets a viewer, which must outlive its stay here. It is never offered units from within.
    void add(Subscriber& subscriber);
    void remove(Subscriber& subscriber);
    /// Looks again at what the subscribers want.
    void update();
    /// A viewer can't go on without a keyframe of that video rendition: one is forced soon, the same for all
    /// who ask meanwhile.
    void request_keyframe(Rendition rendition);
    /// Hands a unit to all who want its rendition.
    void offer(const SharedUnit& unit);

    [[nodiscard]] std::size_t size() const { return subscribers_.size(); }

private:
    struct Track {
        bool wanted = false;
        bool keyframe_requested = false;
        std::optional<Clock::time_point> last_forced;
    };

    [[nodiscard]] Track& track(Rendition rendition);
    void force_keyframe_if_due(Rendition rendition);

    Events events_;
    std::vector<Subscriber*> subscribers_;
    std::array<Track, all_renditions.size()> tracks_; ///< for each of all_renditions
};

} // namespace pixelpass
