// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace pixelpass {

/// The pictures that one player was served: for one that tells how much of the stream it has shown, or only
/// how many it has decoded.
class ServedPictures {
public:
    /// Of how many pictures the time is kept: half a minute.
    static constexpr std::size_t kept = 1024;
    /// Pictures further apart than this are of a still screen.
    static constexpr std::chrono::milliseconds still{150};

    /// At `now`.
    void add(Microseconds pts, Microseconds now) {
        if (count_ == 0)
            first_ = pts;
        newest_at_ = now;
        const bool apart = newest_.empty() || pts - newest_.back() > still;
        in_motion_ = apart ? 0 : in_motion_ + 1;
        newest_.push_back(pts);
        ++count_;
        if (newest_.size() > kept)
            newest_.pop_front();
    }

    /// How far a player that shows at `now` what is `position` after the first picture is behind the live
    /// edge. None if no such thing was served.
    [[nodiscard]] std::optional<Microseconds> behind(Microseconds position, Microseconds now) const {
        if (newest_.empty() || position < Microseconds{} || position > newest_.back() - first_)
            return std::nullopt;
        return newest_.back() - first_ - position + (now - newest_at_);
    }

    /// How far a player that has decoded so many pictures is behind the newest. While the screen stands still
    /// that can't be told: players hold some till the next one comes, and VLC forgets to count others. So
    /// none waits then, and what seemed to wait is not counted later. One who is late nevertheless is found
    /// out by the first motion.
    [[nodiscard]] Microseconds behind(std::uint64_t decoded) {
        const auto waiting = count_ - std::min(count_, decoded);
        if (in_motion_ < few)
            uncounted_ = waiting;
        uncounted_ = std::min(uncounted_, waiting);
        const auto late = std::min<std::uint64_t>(waiting - uncounted_, newest_.size());
        return late == 0 ? Microseconds{}
                         : std::max(Microseconds{}, newest_.back() - newest_[newest_.size() - late]);
    }

private:
    static constexpr unsigned few = 4;

    std::deque<Microseconds> newest_;
    Microseconds first_{};
    Microseconds newest_at_{}; // when that was served
    std::uint64_t count_ = 0;
    std::uint64_t uncounted_ = 0;
    unsigned in_motion_ = 0; // for how many pictures it has been so
};

} // namespace pixelpass
