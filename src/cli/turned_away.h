// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

namespace pixelpass {

/// One who was not let in, without a question to the host's person, and how many others since the one before.
struct TurnedAway {
    std::string id;
    std::string reason; ///< as it was told
    std::size_t others = 0;
};

/// Tells who was turned away: the first at once, and of many in a short time only the last and their number,
/// as a flood of them must not be one of sentences. Main thread.
class TurnedAwayNotices {
public:
    static constexpr std::chrono::seconds pause{5};

    explicit TurnedAwayNotices(std::function<void(const TurnedAway&)> tell)
        : tell_(std::move(tell)) {}

    void take(const std::string& id, const std::string& reason) {
        ++count_;
        last_ = {.id = id, .reason = reason};
        if (!pause_.active())
            speak();
    }

private:
    void speak() {
        if (count_ == 0)
            return;
        last_.others = std::exchange(count_, 0) - 1;
        pause_ = after(pause, [this] { speak(); });
        tell_(last_);
    }

    std::function<void(const TurnedAway&)> tell_;
    TurnedAway last_;
    std::size_t count_ = 0; ///< not told yet
    Source pause_;
};

} // namespace pixelpass
