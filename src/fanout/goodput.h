// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace pixelpass {

/// What a viewer has acknowledged in the last seconds.
class Goodput {
public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds window{3};

    void add(Clock::time_point now, std::size_t bytes) {
        settled_.push_back({now, bytes});
        while (settled_.front().at + window < now)
            settled_.pop_front();
    }

    /// In kbit/s, from `begin`, within the window, up to `end`, which must be later.
    [[nodiscard]] unsigned kbps(Clock::time_point begin, Clock::time_point end) const {
        std::size_t bytes = 0;
        for (const auto& one : settled_)
            bytes += one.at > begin && one.at <= end ? one.bytes : 0;
        const auto seconds = std::chrono::duration<double>(end - begin).count();
        return static_cast<unsigned>(static_cast<double>(bytes) * 8 / 1000 / seconds);
    }

private:
    struct Settled {
        Clock::time_point at;
        std::size_t bytes;
    };

    std::deque<Settled> settled_;
};

} // namespace pixelpass
