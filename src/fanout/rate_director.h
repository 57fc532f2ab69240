// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/rendition.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace pixelpass {

/// A viewer, and what its path carries.
struct ViewerLoad {
    std::uint64_t viewer = 0;
    std::optional<unsigned> capacity_kbps; ///< sound and all; nothing: no limit is known
};

/// One decision of a RateDirector.
struct RateChange {
    std::optional<std::uint64_t> viewer; ///< who moves; nothing: the bitrate of `to` changes
    Rendition from;
    Rendition to;
    unsigned from_kbps = 0; ///< of the pictures
    unsigned to_kbps = 0;
    std::optional<unsigned> capacity_kbps; ///< of the path that led to it, for pictures; nothing: no limit
};

/// Decides for all viewers of a share which of the two renditions each gets, and at what bitrate they are
/// encoded. The best path leads the full picture; who can't follow it gets the half one, which the weakest
/// leads. Down at once, up only what has been proven for a while. Pure; main thread.
class RateDirector {
public:
    using Clock = std::chrono::steady_clock;
    struct Options {
        unsigned full_kbps = 0;  ///< the most for the full picture
        bool led = true;         ///< false: the full picture is always encoded at that
        unsigned sound_kbps = 0; ///< what each viewer is sent besides pictures
    };

    /// The least at which the half picture is of use.
    static constexpr unsigned half_floor_kbps = 300;
    /// How long a path must be good enough for the full picture before the viewer gets that back; longer
    /// each time that turned out wrong.
    static constexpr std::chrono::milliseconds up_hold{1500};
    static constexpr std::chrono::milliseconds longest_up_hold{60'000};

    explicit RateDirector(Options options);

    /// Takes what all viewers' paths carry now, a few times a second.
    std::vector<RateChange> update(Clock::time_point now, const std::vector<ViewerLoad>& loads);

    /// The most for the full picture from now on, at which it is always encoded if it is not led; nothing: as
    /// at first.
    void set_most(std::optional<unsigned> full_kbps);
    [[nodiscard]] unsigned most_kbps() const { return most_kbps_; }

    /// There is no half picture: all get the full one.
    void forgo_half() { half_works_ = false; }

    /// What a viewer gets who leaves it to the host.
    [[nodiscard]] Rendition choice(std::uint64_t viewer) const;
    [[nodiscard]] unsigned kbps(Rendition rendition) const {
        return rendition == half_rendition ? half_kbps_ : full_kbps_;
    }
    /// A path that carries this has no limit that matters.
    [[nodiscard]] unsigned useful_kbps() const;

private:
    struct Member {
        std::optional<unsigned> budget; ///< for pictures, in kbit/s
        Rendition rendition = video_rendition;
        std::optional<Clock::time_point> good_since;
        std::optional<Clock::time_point> up_at;
        std::chrono::milliseconds hold = up_hold;
    };

    void take(const std::vector<ViewerLoad>& loads);
    [[nodiscard]] unsigned needed_for_full() const;
    [[nodiscard]] bool moves(Clock::time_point now, Member& member, unsigned needed) const;
    void move(Clock::time_point now, Member& member) const;
    void lead(Clock::time_point now, std::vector<RateChange>& changes);
    [[nodiscard]] bool is_used(Rendition rendition) const;
    [[nodiscard]] std::optional<unsigned> weakest(Rendition rendition, unsigned floor) const;

    const Options options_;
    unsigned most_kbps_;       ///< for the full picture
    unsigned full_floor_kbps_; ///< below it the half picture looks better
    unsigned half_most_kbps_;
    bool half_works_ = true;
    unsigned full_kbps_;
    unsigned half_kbps_;
    std::map<std::uint64_t, Member> members_;
    std::map<std::uint64_t, Clock::time_point> raised_at_; ///< by rendition
};

} // namespace pixelpass
