// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <utility>

namespace pixelpass {

/// What is known of the last `bound` endpoint ids. Ids cost a peer nothing, so the oldest is forgotten for a
/// new one.
template <typename Value>
class ByRecentId {
public:
    explicit ByRecentId(std::size_t bound)
        : bound_(bound) {}

    /// Null if nothing is known of it.
    [[nodiscard]] const Value* find(const std::string& id) const {
        const auto entry = std::ranges::find(entries_, id, [](const auto& one) { return one.first; });
        return entry == entries_.end() ? nullptr : &entry->second;
    }
    void set(const std::string& id, Value value) {
        std::erase_if(entries_, [&](const auto& one) { return one.first == id; });
        if (entries_.size() == bound_)
            entries_.pop_front();
        entries_.emplace_back(id, std::move(value));
    }

private:
    std::size_t bound_;
    std::deque<std::pair<std::string, Value>> entries_;
};

} // namespace pixelpass
