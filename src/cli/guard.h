// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "host/consent.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace pixelpass {

/// Who may watch, as the host's person is told of it: nothing in it is secret. Pure.
struct Guard {
    using Time = std::chrono::system_clock::time_point;

    bool approve = false;         ///< the person is asked of each who is not allowed already
    std::size_t allowed = 0;      ///< so many ids get in unasked; without `approve`: nobody else
    bool password = false;        ///< one has to be known
    Time begun{};                 ///< when the share was
    std::optional<Time> expires;  ///< nobody new gets in then, if the clock is not set meanwhile
    bool expired = false;         ///< as the door has it
    std::size_t most_viewers = 0; ///< at a time
};

/// The guard of a share that begins now.
[[nodiscard]] Guard guard_of(const Consent& consent, std::size_t most_viewers, Guard::Time now);

/// The time of day by the local clock, and the day if it is not that of `today`.
[[nodiscard]] std::string moment(Guard::Time time, Guard::Time today);

/// Whether nobody new gets in, as it is too late or as so many watch.
[[nodiscard]] bool is_closed(const Guard& guard, std::size_t watching);

/// All of it in one line; times are those of the local clock.
[[nodiscard]] std::string describe_guard(const Guard& guard, std::size_t watching);

} // namespace pixelpass
