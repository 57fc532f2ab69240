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
        std::function<void()> on_keyframe_needed;              ///< force a video keyframe now
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
    /// A viewer can't go on without a keyframe: one is forced soon, the same for all who ask meanwhile.
    void request_keyframe();
    /// Hands a unit to all who want its rendition.
    void offer(const SharedUnit& unit);

    [[nodiscard]] std::size_t size() const { return subscribers_.size(); }

private:
    void force_keyframe_if_due();

    Events events_;
    std::vector<Subscriber*> subscribers_;
    std::array<bool, all_renditions.size()> demand_{}; ///< for each of all_renditions
    bool keyframe_requested_ = false;
    std::optional<Clock::time_point> last_forced_;
};

} // namespace pixelpass
