// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/unit_history.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// What a unit takes besides its payload.
constexpr std::size_t overhead = 256;

std::size_t size_of(const AccessUnit& unit) { return unit.payload.view.size() + overhead; }

bool is_picture(const SharedUnit& unit) { return unit->kind == MediaKind::video; }

SharedUnit copy_of(const AccessUnit& unit) {
    auto copy = std::make_shared<AccessUnit>(unit);
    copy->payload = SharedBytes::of(Bytes(unit.payload.view.begin(), unit.payload.view.end()));
    return copy;
}

} // namespace

void UnitHistory::keep(const AccessUnit& unit) {
    const bool picture = unit.kind == MediaKind::video;
    if (keyframes_.empty() && !(picture && unit.keyframe))
        return;
    if (picture && unit.keyframe)
        keyframes_.push_back(end());
    if (picture)
        newest_ = unit.pts;
    units_.push_back(copy_of(unit));
    bytes_ += size_of(unit);
    while (bytes_ > byte_bound || (keyframes_.size() > 1 && newest() - (*this)[keyframes_[1]]->pts >= span))
        forget_oldest_gop();
}

void UnitHistory::forget_oldest_gop() {
    keyframes_.pop_front();
    const auto until = keyframes_.empty() ? end() : keyframes_.front();
    while (first_ < until) {
        bytes_ -= size_of(*units_.front());
        units_.pop_front();
        ++first_;
    }
}

std::uint64_t UnitHistory::picture_at(Microseconds pts) const {
    const auto found = std::find_if(units_.rbegin(), units_.rend(), [pts](const SharedUnit& unit) {
        return is_picture(unit) && unit->pts <= pts;
    });
    return found == units_.rend() ? first_ : end() - 1 - static_cast<std::uint64_t>(found - units_.rbegin());
}

std::uint64_t UnitHistory::keyframe_of(std::uint64_t picture) const {
    return *std::prev(std::ranges::upper_bound(keyframes_, picture));
}

} // namespace pixelpass
