// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/unit_sorter.h"

namespace pixelpass {

bool UnitSorter::add(std::uint64_t sequence, SharedUnit unit) {
    if (sequence < next_ || waiting_.contains(sequence))
        return true;
    bytes_ += unit->payload.view.size();
    waiting_.emplace(sequence, std::move(unit));
    release();
    return waiting_.size() <= max_waiting && bytes_ <= max_bytes;
}

bool UnitSorter::skip(std::uint64_t first, std::uint64_t count) {
    if (count > max_waiting)
        return false;
    for (std::uint64_t sequence = std::max(first, next_); sequence < first + count; ++sequence)
        waiting_.try_emplace(sequence, nullptr);
    release();
    return waiting_.size() <= max_waiting;
}

void UnitSorter::release() {
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
        const SharedUnit unit = std::move(waiting_.extract(waiting_.begin()).mapped());
        ++next_;
        if (unit)
            bytes_ -= unit->payload.view.size();
        awaiting_keyframe_ = !unit || (awaiting_keyframe_ && !unit->keyframe);
        if (awaiting_keyframe_)
            ++lost_;
        else
            emit_(unit);
    }
}

} // namespace pixelpass
