// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/dashboard_history.h"

#include <utility>

namespace pixelpass {

void ViewerMinutes::add(const std::vector<ViewerStatus>& viewers) {
    auto known = std::exchange(minutes_, {});
    for (const auto& viewer : viewers) {
        auto& minute = minutes_[viewer.id];
        minute = std::move(known[viewer.id]);
        const auto before = std::exchange(minute.sent_bytes, viewer.path.sent_bytes);
        // One that has dialled again begins at zero, and of a first look nothing is known.
        const bool goes_on = before > 0 && before <= viewer.path.sent_bytes;
        const auto bytes = goes_on ? viewer.path.sent_bytes - before : 0;
        minute.kbps.add(static_cast<double>(bytes) * 8 / 1000);
        minute.delay_ms.add(to_ms(viewer.delay));
    }
}

const ViewerMinute& ViewerMinutes::of(const std::string& id) const {
    const auto found = minutes_.find(id);
    return found == minutes_.end() ? unknown_ : found->second;
}

} // namespace pixelpass
