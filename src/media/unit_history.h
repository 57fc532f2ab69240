// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace pixelpass {

/// The last of a stream, from a keyframe on: copies of its units, which belong to no encoder's pool and take
/// no more memory than they say. Units are numbered as they come. Main thread.
class UnitHistory {
public:
    /// What it holds, at least, once that long has passed; the rest of the oldest GOP comes before.
    static constexpr std::chrono::seconds span{30};
    /// Above which it holds less than that.
    static constexpr std::size_t byte_bound = 96U << 20;

    /// Of video, all units of one rendition at a time. Those before the first keyframe are left out.
    void keep(const AccessUnit& unit);

    [[nodiscard]] bool empty() const { return units_.empty(); }
    /// The numbers of the oldest unit, and of the one that comes next.
    [[nodiscard]] std::uint64_t begin() const { return first_; }
    [[nodiscard]] std::uint64_t end() const { return first_ + units_.size(); }
    /// The unit of that number, from begin() to before end().
    [[nodiscard]] const SharedUnit& operator[](std::uint64_t number) const { return units_[number - first_]; }

    /// The last picture that was there by then, or else the oldest; not of an empty history.
    [[nodiscard]] std::uint64_t picture_at(Microseconds pts) const;
    /// The keyframe that decoding a picture begins at.
    [[nodiscard]] std::uint64_t keyframe_of(std::uint64_t picture) const;
    /// The PTS of the newest picture.
    [[nodiscard]] Microseconds newest() const { return newest_; }

private:
    void forget_oldest_gop();

    std::deque<SharedUnit> units_;
    std::deque<std::uint64_t> keyframes_; ///< numbers; the first is that of the oldest unit
    std::uint64_t first_ = 0;
    Microseconds newest_{};
    std::size_t bytes_ = 0;
};

} // namespace pixelpass
