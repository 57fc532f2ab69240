// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace pixelpass {

/// A line on stderr that says how things are now. On a terminal it stays below all that is said, and is
/// replaced in place; elsewhere it is said once, soon, and then seldom. Main thread.
class StatusLine {
public:
    /// `in_place` is only heeded where stderr is a terminal.
    explicit StatusLine(bool in_place);
    ~StatusLine() { clear(); }
    StatusLine(const StatusLine&) = delete;
    StatusLine& operator=(const StatusLine&) = delete;

    /// From now on it says `text`, in UTF-8; empty: nothing.
    void show(const std::string& text);
    /// Makes place for a line that is said. The next show() brings it back.
    void clear();

    /// When lines are said that can't be replaced: the first one, and from one to the next.
    static constexpr std::chrono::seconds soon{5};
    static constexpr std::chrono::minutes seldom{10};

private:
    using Clock = std::chrono::steady_clock;

    const bool in_place_;
    bool shown_ = false;
    std::optional<Clock::time_point> next_at_; ///< if not in place
};

} // namespace pixelpass
