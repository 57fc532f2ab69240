// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_watch.h"

#include <utility>

namespace pixelpass {

EncoderWatch::Finding EncoderWatch::look(const Flow& flow, Time now) {
    // A program that was stopped for a while, or a machine, knows nothing of that time.
    if (now - looked_at_ > 3 * interval) {
        waiting_since_.reset();
        looks_.clear();
    }
    looked_at_ = now;
    if (hangs(flow, now))
        return Finding::hangs;
    // Pictures that were missed while the encoder was set up say nothing.
    if (flow.units == 0 || slow_told_)
        return Finding::fine;
    looks_.push_back({now, flow});
    if (now - looks_.front().at < slow_window)
        return Finding::fine;
    slow_told_ = is_slow();
    looks_.pop_front();
    return slow_told_ ? Finding::slow : Finding::fine;
}

bool EncoderWatch::hangs(const Flow& flow, Time now) {
    if (std::exchange(units_, flow.units) != flow.units)
        waiting_since_.reset();
    if (!waiting_since_ && flow.given > 0 && flow.given_at > flow.unit_at)
        waiting_since_ = now;
    return waiting_since_ && now - *waiting_since_ >= (flow.units == 0 ? start_limit : hang_limit_);
}

bool EncoderWatch::is_slow() const {
    const auto taken = static_cast<double>(looks_.back().flow.given - looks_.front().flow.given);
    const auto missed = static_cast<double>(looks_.back().flow.missed - looks_.front().flow.missed);
    return missed > most_missed * (taken + missed);
}

} // namespace pixelpass
