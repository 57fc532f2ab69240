// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pixelpass {

/// What has arrived in one interval.
struct ArrivalReport {
    Microseconds interval{};
    std::uint64_t units = 0;
    std::uint64_t pictures = 0;
    std::uint64_t bytes = 0;
    std::uint64_t lost = 0;   ///< units, since the last report
    Microseconds delay{};     ///< from capture till players were given it, median; 0: unknown
    Microseconds delay_max{}; ///< likewise, the greatest

    /// What came in a second, in kbit/s and in pictures.
    [[nodiscard]] double kbps() const { return static_cast<double>(bytes) * 8 / 1000 / seconds(); }
    [[nodiscard]] double fps() const { return static_cast<double>(pictures) / seconds(); }
    /// How long each picture lasted; 0 if the screen stood still.
    [[nodiscard]] Microseconds picture_interval() const {
        constexpr std::chrono::milliseconds longest{100};
        const auto each = pictures ? interval / static_cast<std::int64_t>(pictures) : Microseconds{};
        return each <= longest ? each : Microseconds{};
    }

private:
    /// That the interval took, which may not have begun.
    [[nodiscard]] double seconds() const {
        return std::max(1e-3, std::chrono::duration<double>(interval).count());
    }
};

/// Counts arriving units and how old they are. Bounded: past some thousand units an interval only counts.
class ArrivalStats {
public:
    explicit ArrivalStats(Microseconds now)
        : since_(now) {}

    /// A unit has come whole and in order, and been handed on, `age` after its capture; 0 if that is not
    /// known.
    void add(const AccessUnit& unit, Microseconds age);
    /// Closes the interval at `now`; `lost_so_far` is the total of lost units.
    [[nodiscard]] ArrivalReport close_interval(Microseconds now, std::uint64_t lost_so_far);
    /// The interval that was closed last.
    [[nodiscard]] const ArrivalReport& last() const { return last_; }

private:
    Microseconds since_;
    ArrivalReport open_;
    ArrivalReport last_;
    std::uint64_t lost_before_ = 0;
    std::vector<Microseconds> ages_;
};

} // namespace pixelpass
