// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <mutex>
#include <vector>

namespace pixelpass::test {

/// Gathers the units of an audio encoder.
class UnitLog {
public:
    void add(SharedUnit unit) {
        const std::lock_guard lock(mutex_);
        units_.push_back(std::move(unit));
    }
    [[nodiscard]] std::vector<SharedUnit> units() const {
        const std::lock_guard lock(mutex_);
        return units_;
    }
    /// Waits till there are `count` units; all there are then.
    [[nodiscard]] std::vector<SharedUnit> wait_for(std::size_t count) const {
        EXPECT_TRUE(run_until([&] { return units().size() >= count; })) << units().size() << " units";
        return units();
    }

private:
    mutable std::mutex mutex_;
    std::vector<SharedUnit> units_; ///< guarded by mutex_
};

} // namespace pixelpass::test
