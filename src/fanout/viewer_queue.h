// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "media/keyframe_wait.h"
#include "media/rendition.h"
#include "net/unit_sender.h"
#include "wire/messages.h"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

/// What has become of one viewer's units.
struct QueueStats {
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;
    std::uint64_t bytes = 0; ///< of payload handed to the network
};

/// What is on its way to one viewer of pixelpass/1, and the rule by which a viewer who can't keep up loses
/// pictures, alone: once the oldest unsettled unit is older than the bound, all that is not yet sent is given
/// up and the viewer goes on at the next keyframe, which is not forced for it. docs/protocol.md, "Drop rule".
/// Main thread.
class ViewerQueue {
public:
    using Clock = std::chrono::steady_clock;
    struct Events {
        std::function<void(const wire::Skip&)> on_skip; ///< tell the viewer not to wait for these
        /// The viewer has a unit, or never will; a picture's has waited at least so long for the path.
        std::function<void(std::size_t bytes, std::optional<Microseconds> picture_waited)> on_settled = {};
        /// No keyframe has come by itself for those that were dropped, and there is room for one.
        std::function<void(Rendition)> on_keyframe_needed = [](Rendition) {};
        std::function<Clock::time_point()> now = Clock::now;
    };

    /// Age of an unsettled unit at which sending stops, on top of what the path's round trips take; at twice
    /// the age what is under way is given up.
    static constexpr std::chrono::milliseconds age_bound{250};
    /// A viewer too slow for the pictures between still gets keyframes, if one takes no longer than this.
    static constexpr std::chrono::seconds keyframe_patience{3};
    /// Unsettled bytes that are never exceeded by more than one unit.
    static constexpr std::size_t byte_bound = 8U << 20;

    /// `sender` must outlive the queue.
    ViewerQueue(net::UnitSender& sender, Events events)
        : sender_(sender)
        , events_(std::move(events)) {}

    /// The path's shortest round trip, by which the bound is widened.
    void set_round_trip(Microseconds round_trip) { round_trip_ = round_trip; }
    /// Sends the unit, or drops it by the rule. The first of another video rendition must be a keyframe: what
    /// waits of the one before is given up.
    void offer(const SharedUnit& unit);
    /// Looks for what has settled since.
    void look();
    /// Begins the track anew: the next video unit sent will be a keyframe.
    void restart_video() { awaiting_keyframe_ = true; }

    [[nodiscard]] const QueueStats& stats() const { return stats_; }
    /// Age of the oldest unit that the viewer does not have yet.
    [[nodiscard]] Microseconds backlog_age() const;
    /// How long the oldest picture that the viewer does not have yet has waited for the path.
    [[nodiscard]] Microseconds picture_waits() const;

private:
    struct InFlight {
        std::unique_ptr<net::SentUnit> unit;
        Clock::time_point since;
        std::uint64_t sequence;
        std::size_t bytes;
        bool keyframe;
    };
    struct Track {
        std::deque<InFlight> in_flight;
        std::uint64_t next_sequence = 0;
        std::size_t bytes = 0;
    };

    /// What is not given up: a keyframe that may still arrive is better than none.
    enum class Spare : std::uint8_t { newest_keyframe, nothing };

    void look(Track& track);
    void begin_rendition(std::uint64_t rendition);
    void offer_video(const SharedUnit& unit);
    void offer_audio(const SharedUnit& unit);
    void send(Track& track, const AccessUnit& unit, int priority);
    void give_up(Track& track, MediaKind kind, Spare spare = Spare::newest_keyframe);
    [[nodiscard]] bool is_spared(const Track& track, const InFlight& one) const;
    [[nodiscard]] Microseconds age(const Track& track) const;
    [[nodiscard]] Microseconds waited(const InFlight& one, Clock::time_point until) const;
    [[nodiscard]] Microseconds bound() const { return age_bound + 3 * round_trip_; }
    [[nodiscard]] int video_priority() const;

    net::UnitSender& sender_;
    Events events_;
    Track video_;
    Track audio_;
    std::uint64_t rendition_ = 0; ///< of the pictures that were sent last
    Clock::time_point looked_at_{};
    bool awaiting_keyframe_ = true;
    KeyframeWait keyframe_wait_;
    std::uint64_t gop_ = 0;
    std::uint64_t unit_of_gop_ = 0;
    Microseconds round_trip_{};
    QueueStats stats_;
};

} // namespace pixelpass
