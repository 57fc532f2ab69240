// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <deque>
#include <optional>

namespace pixelpass {

/// Estimates what the host's clock shows, from pairs of request and reply: the pair with the shortest round
/// trip of the last few is believed, and is wrong by half that round trip at most.
class ClockSync {
public:
    /// One exchange: sent and received by the viewer's clock, answered by the host's.
    void add(Microseconds sent, Microseconds answered, Microseconds received) {
        if (received < sent)
            return;
        samples_.push_back({.round_trip = received - sent, .offset = answered - (sent + received) / 2});
        if (samples_.size() > window)
            samples_.pop_front();
    }

    /// The host's clock minus the viewer's.
    [[nodiscard]] std::optional<Microseconds> offset() const {
        if (samples_.empty())
            return std::nullopt;
        return std::ranges::min_element(samples_, {}, &Sample::round_trip)->offset;
    }

private:
    static constexpr std::size_t window = 64;
    struct Sample {
        Microseconds round_trip;
        Microseconds offset;
    };
    std::deque<Sample> samples_;
};

} // namespace pixelpass
