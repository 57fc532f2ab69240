// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sample_timeline.h"

namespace pixelpass {

void SampleTimeline::add(std::chrono::nanoseconds place, Microseconds captured_at) {
    const std::lock_guard lock(mutex_);
    if (anchors_.size() >= capacity)
        anchors_.pop_front();
    anchors_.push_back({place, captured_at});
}

Microseconds SampleTimeline::at(std::chrono::nanoseconds place) {
    const std::lock_guard lock(mutex_);
    while (anchors_.size() > 1 && anchors_[1].place <= place)
        anchors_.pop_front();
    if (anchors_.empty())
        return {};
    const auto& anchor = anchors_.front();
    return anchor.captured_at + std::chrono::duration_cast<Microseconds>(place - anchor.place);
}

} // namespace pixelpass
