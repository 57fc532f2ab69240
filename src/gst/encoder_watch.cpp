// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_watch.h"

namespace pixelpass {

EncoderWatch::Finding EncoderWatch::look(const Flow& flow, Time now) {
    const auto limit = flow.units == 0 ? start_limit : hang_limit_;
    if (flow.given > 0 && flow.given_at > flow.unit_at && now - flow.given_at >= limit)
        return Finding::hangs;
    // Pictures that were missed while the encoder was set up say nothing.
    if (flow.units == 0)
        return Finding::fine;
    looks_.push_back({now, flow});
    if (now - looks_.front().at < slow_window)
        return Finding::fine;
    const bool slow = is_slow();
    looks_.pop_front();
    return slow ? Finding::slow : Finding::fine;
}

bool EncoderWatch::is_slow() const {
    const auto taken = static_cast<double>(looks_.back().flow.given - looks_.front().flow.given);
    const auto missed = static_cast<double>(looks_.back().flow.missed - looks_.front().flow.missed);
    return missed > most_missed * (taken + missed);
}

} // namespace pixelpass
