// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <deque>

namespace pixelpass {

/// The pictures that one player was served, by their number, for one that tells only how many it has decoded.
class ServedPictures {
public:
    /// Of how many pictures the time is kept: half a minute.
    static constexpr std::size_t kept = 1024;
    /// Pictures further apart than this are of a still screen.
    static constexpr std::chrono::milliseconds still{150};

    void add(Microseconds pts) {
        const bool apart = newest_.empty() || pts - newest_.back() > still;
        in_motion_ = apart ? 0 : in_motion_ + 1;
        newest_.push_back(pts);
        ++count_;
        if (newest_.size() > kept)
            newest_.pop_front();
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
    std::uint64_t count_ = 0;
    std::uint64_t uncounted_ = 0;
    unsigned in_motion_ = 0; // for how many pictures it has been so
};

} // namespace pixelpass
