// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <algorithm>
#include <optional>

namespace pixelpass {

/// The least delay that a player has kept without being disturbed, which it can keep again when nothing
/// disturbs it.
class CalmLevel {
public:
    static constexpr std::chrono::seconds period{15};
    /// A period in which the delay moves by no more than this is calm.
    static constexpr std::chrono::milliseconds calm{40};

    CalmLevel() = default;
    /// `reachable` is taken for what the player has kept, until it turns out otherwise.
    explicit CalmLevel(std::optional<Microseconds> reachable)
        : best_(reachable)
        , calm_(reachable.has_value()) {}

    /// The delay is `level` at `now`.
    void add(Microseconds now, Microseconds level) {
        if (!open_ || now > open_->since + 2 * period)
            open_ = Period{.since = now, .least = level, .most = level};
        open_->least = std::min(open_->least, level);
        open_->most = std::max(open_->most, level);
        if (open_->most - open_->least > calm) {
            calm_ = false;
            open_ = Period{.since = now, .least = level, .most = level};
        } else if (now >= open_->since + period) {
            calm_ = true;
            best_ = std::min(best_.value_or(open_->most), open_->most);
            open_.reset();
        }
    }

    /// None while the player is disturbed: then it needs what it may have.
    [[nodiscard]] std::optional<Microseconds> get() const { return calm_ ? best_ : std::nullopt; }
    /// It can't be reached any more.
    void forget() { *this = {}; }

private:
    struct Period {
        Microseconds since;
        Microseconds least;
        Microseconds most;
    };
    std::optional<Period> open_;
    std::optional<Microseconds> best_;
    bool calm_ = false;
};

} // namespace pixelpass
