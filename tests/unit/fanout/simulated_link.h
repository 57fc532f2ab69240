// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "net/unit_sender.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <random>
#include <vector>

namespace pixelpass::test {

/// A path with a rate, a round trip and random loss, on a clock of its own: what has the highest priority is
/// carried first, a lost packet comes a round trip later, and nothing else is in the way.
class SimulatedLink final : public net::UnitSender {
public:
    using Clock = std::chrono::steady_clock;

    unsigned kbps = 20'000;
    std::chrono::milliseconds round_trip{50};
    double loss = 0; ///< probability of each packet

    [[nodiscard]] std::unique_ptr<net::SentUnit> send(ByteView header, const SharedBytes& payload,
                                                      int priority) override {
        const auto state = std::make_shared<State>();
        state->left = static_cast<double>(header.size() + payload.view.size());
        state->packets = static_cast<unsigned>(state->left / 1200) + 1;
        state->priority = priority;
        const auto place = std::ranges::find_if(
            waiting_, [priority](const auto& other) { return other->priority < priority; });
        waiting_.insert(place, state);
        return std::make_unique<Unit>(state);
    }

    /// Lets `time` pass, after which it is `now`.
    void advance(Clock::time_point now, std::chrono::milliseconds time) {
        double room = static_cast<double>(kbps) / 8 * static_cast<double>(time.count());
        while (room > 0 && !waiting_.empty()) {
            State& first = *waiting_.front();
            const double sent = std::min(room, first.left);
            room -= sent;
            first.left -= sent;
            if (first.left > 0 && !first.reset)
                break;
            first.acknowledged = now + round_trip * (1 + repairs(first.packets));
            flying_.push_back(waiting_.front());
            waiting_.pop_front();
        }
        std::erase_if(flying_, [now](const auto& one) {
            one->settled = one->acknowledged <= now;
            return one->settled;
        });
        std::erase_if(waiting_, [](const auto& one) { return one->reset; });
    }

private:
    struct State {
        double left = 0; // bytes
        unsigned packets = 0;
        int priority = 0;
        bool reset = false;
        bool settled = false;
        Clock::time_point acknowledged;
    };
    class Unit final : public net::SentUnit {
    public:
        explicit Unit(std::shared_ptr<State> state)
            : state_(std::move(state)) {}
        [[nodiscard]] bool settled() const override { return state_->settled; }
        void reset() override { state_->reset = true; }

    private:
        std::shared_ptr<State> state_;
    };

    [[nodiscard]] int repairs(unsigned packets) {
        int most = 0;
        for (unsigned i = 0; i < packets; ++i) {
            int needed = 0;
            while (chance_(random_) < loss)
                ++needed;
            most = std::max(most, needed);
        }
        return most;
    }

    std::deque<std::shared_ptr<State>> waiting_; // by priority
    std::vector<std::shared_ptr<State>> flying_;
    std::mt19937_64 random_{1};
    std::uniform_real_distribution<double> chance_{0, 1};
};

} // namespace pixelpass::test
