// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace pixelpass {

/// Puts the units of one track, which arrive in any order, into the order in which the host made them. After
/// a loss the picture waits for a keyframe. Bounded, whatever a host sends.
class UnitSorter {
public:
    using Emit = std::function<void(const SharedUnit&)>;

    /// Units and bytes that may wait for an earlier one.
    static constexpr std::size_t max_waiting = 1024;
    static constexpr std::size_t max_bytes = 32U << 20;

    /// `emit` gets the units in order.
    explicit UnitSorter(Emit emit)
        : emit_(std::move(emit)) {}

    /// Takes the unit numbered `sequence`. False if the host exceeds the bounds.
    [[nodiscard]] bool add(std::uint64_t sequence, SharedUnit unit);
    /// Notes that `count` units from `first` will never come. False if the host exceeds the bounds.
    [[nodiscard]] bool skip(std::uint64_t first, std::uint64_t count);

    /// Units that did not come, or came of no use.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

private:
    void release();

    Emit emit_;
    std::uint64_t next_ = 0;
    std::map<std::uint64_t, SharedUnit> waiting_; // null: will never come
    std::size_t bytes_ = 0;
    bool awaiting_keyframe_ = true;
    std::uint64_t lost_ = 0;
};

} // namespace pixelpass
