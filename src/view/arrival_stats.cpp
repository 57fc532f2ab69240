// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/arrival_stats.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::size_t max_ages = 4096;

} // namespace

void ArrivalStats::add(const AccessUnit& unit, Microseconds age) {
    ++open_.units;
    open_.bytes += unit.payload.view.size();
    if (unit.kind != MediaKind::video)
        return;
    ++open_.pictures;
    if (age > Microseconds{} && ages_.size() < max_ages)
        ages_.push_back(age);
}

ArrivalReport ArrivalStats::close_interval(Microseconds now, std::uint64_t lost_so_far) {
    last_ = std::exchange(open_, {});
    last_.interval = now - std::exchange(since_, now);
    last_.lost = lost_so_far - std::exchange(lost_before_, lost_so_far);
    if (!ages_.empty()) {
        const auto middle = ages_.begin() + static_cast<std::ptrdiff_t>(ages_.size() / 2);
        std::ranges::nth_element(ages_, middle);
        last_.delay = *middle;
        last_.delay_max = std::ranges::max(ages_);
        ages_.clear();
    }
    return last_;
}

} // namespace pixelpass
