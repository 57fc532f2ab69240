// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <chrono>
#include <optional>

namespace pixelpass {

/// Tells one who drops pictures up to the next keyframe when to ask for it. While the picture moves,
/// keyframes come by themselves; while it stands still none does, and costs the others little.
class KeyframeWait {
public:
    /// A picture of that PTS was dropped for want of a keyframe; whether to ask for one now.
    [[nodiscard]] bool dropped(Microseconds pts) {
        if (!since_)
            since_ = pts;
        if (pts - *since_ < limit)
            return false;
        since_ = pts;
        return true;
    }
    /// There is a keyframe.
    void end() { since_.reset(); }

    static constexpr std::chrono::milliseconds limit{1500};

private:
    std::optional<Microseconds> since_;
};

} // namespace pixelpass
