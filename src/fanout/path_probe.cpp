// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/path_probe.h"

#include "wire/unit_header.h"

#include <algorithm>
#include <limits>

namespace pixelpass {
namespace {

/// So that what has arrived is known while the rest is under way.
constexpr std::size_t parts = 32;

} // namespace

void PathProbe::start(Clock::time_point now, std::size_t bytes, std::size_t window) {
    started_at_ = now;
    payload_ = SharedBytes::of(Bytes(std::max<std::size_t>(bytes / parts, 1)));
    window_parts_ = std::max<std::size_t>(window / payload_.view.size(), 1);
    parts_left_ = parts;
    running_ = true;
    fill_window();
}

void PathProbe::fill_window() {
    const Bytes header = wire::padding_header();
    for (; parts_left_ > 0 && parts_.size() < window_parts_; --parts_left_)
        parts_.push_back(sender_.send(header, payload_, std::numeric_limits<int>::min()));
}

void PathProbe::stop() {
    for (const auto& part : parts_)
        part->reset();
    parts_.clear();
    parts_left_ = 0;
    running_ = false;
}

std::size_t PathProbe::take_settled() {
    const auto settled = std::erase_if(parts_, [](const auto& part) { return part->settled(); });
    fill_window();
    return payload_.view.size() * settled;
}

} // namespace pixelpass
