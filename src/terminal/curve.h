// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <string>

namespace pixelpass::terminal {

/// The last minute of a figure, one value a second. Any thread.
class Minute {
public:
    static constexpr std::size_t length = 60;

    void add(double value) {
        values_.push_back(value);
        if (values_.size() > length)
            values_.pop_front();
    }
    /// The newest; 0 if there is none.
    [[nodiscard]] double last() const { return values_.empty() ? 0 : values_.back(); }
    [[nodiscard]] const std::deque<double>& values() const { return values_; }

private:
    std::deque<double> values_;
};

/// A small curve in so many columns: the minute from left to right, as high as its highest value. What was
/// before the first one is blank.
[[nodiscard]] std::string curve(const Minute& minute, int columns);

} // namespace pixelpass::terminal
