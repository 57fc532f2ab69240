// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/path_probe.h"

#include "wire/unit_header.h"

#include <algorithm>
#include <limits>

namespace pixelpass {
namespace {

/// So that what has arrived is known while the rest is under way.
constexpr std::size_t parts = 16;

} // namespace

void PathProbe::start(Clock::time_point now, std::size_t bytes) {
    started_at_ = now;
    part_bytes_ = std::max<std::size_t>(bytes / parts, 1);
    const Bytes header = wire::padding_header();
    const SharedBytes payload = SharedBytes::of(Bytes(part_bytes_));
    for (std::size_t i = 0; i < parts; ++i)
        parts_.push_back(sender_.send(header, payload, std::numeric_limits<int>::min()));
}

void PathProbe::stop() {
    for (const auto& part : parts_)
        part->reset();
    parts_.clear();
}

std::size_t PathProbe::take_settled() {
    return part_bytes_ * std::erase_if(parts_, [](const auto& part) { return part->settled(); });
}

} // namespace pixelpass
