// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace pixelpass {

/// One who was not let in, without a question to the host's person.
struct TurnedAway {
    std::string id;
    std::string reason;              ///< as it was told
    std::size_t attempts_before = 0; ///< that nothing was said of, by whomever
};

/// Tells who was turned away: the first at once, and of many within a pause only the last and their number,
/// as a flood of them must not be one of sentences. Main thread.
class TurnedAwayNotices {
public:
    static constexpr std::chrono::seconds usual_pause{5};

    explicit TurnedAwayNotices(std::function<void(const TurnedAway&)> tell,
                               std::chrono::milliseconds pause = usual_pause)
        : tell_(std::move(tell))
        , pause_(pause) {}

    void take(const std::string& id, const std::string& reason) {
        ++count_;
        last_ = {.id = id, .reason = reason};
        if (!timer_.active())
            speak();
    }

private:
    void speak() {
        if (count_ == 0)
            return;
        last_.attempts_before = std::exchange(count_, 0) - 1;
        timer_ = after(pause_, [this] { speak(); });
        tell_(last_);
    }

    std::function<void(const TurnedAway&)> tell_;
    std::chrono::milliseconds pause_;
    TurnedAway last_;
    std::size_t count_ = 0; ///< not told yet
    Source timer_;
};

} // namespace pixelpass
