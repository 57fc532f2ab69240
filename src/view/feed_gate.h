// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "media/keyframe_wait.h"

#include <cstdint>

namespace pixelpass {

/// Which units go to a local player: from a keyframe on, and after it has stalled from the next one on.
class FeedGate {
public:
    /// Bytes that may wait for the player before units are dropped, and at which they flow again.
    static constexpr std::uint64_t high_water = 1U << 20;
    static constexpr std::uint64_t low_water = 64U << 10;

    enum class Verdict : std::uint8_t {
        pass,
        drop,
        drop_and_ask, ///< no keyframe has come by itself for what was dropped
    };

    /// `backlog` bytes wait for the player.
    [[nodiscard]] Verdict judge(const AccessUnit& unit, std::uint64_t backlog) {
        if (backlog > high_water)
            awaiting_keyframe_ = true;
        const bool video = unit.kind == MediaKind::video;
        if (awaiting_keyframe_ && !(video && unit.keyframe && backlog <= low_water)) {
            const bool ask = video && keyframe_wait_.dropped(unit.pts) && backlog <= low_water;
            return ask ? Verdict::drop_and_ask : Verdict::drop;
        }
        keyframe_wait_.end();
        awaiting_keyframe_ = false;
        return Verdict::pass;
    }

private:
    bool awaiting_keyframe_ = true;
    KeyframeWait keyframe_wait_;
};

} // namespace pixelpass
