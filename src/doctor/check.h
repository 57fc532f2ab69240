// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// What a check comes to: sharing does not work with a `fail`; with a `warning` it lacks something.
enum class Health : std::uint8_t { ok, warning, fail };

/// What was looked at, and what is to be said of it.
struct Check {
    std::string name;
    Health health = Health::ok;
    std::string found = {};                ///< what there is, in a few words
    std::string cause = {};                ///< what is wrong, and what comes of it; empty if nothing is
    std::string mend = {};                 ///< the command that mends it; empty if none would
    std::vector<std::string> details = {}; ///< more of what was found, one a line
    Code code = Code::internal;            ///< the exit status of a `fail`

    friend bool operator==(const Check&, const Check&) = default;
};

using Checks = std::vector<Check>;

/// As scripts read it.
[[nodiscard]] std::string_view health_word(Health health);

/// A check as one line of JSON, in which a part of the examination hands it over, and back, as it may be
/// shown: printable, whatever drivers and other programs have said; nothing if the line is none of ours.
[[nodiscard]] std::string write_check(const Check& check);
[[nodiscard]] std::optional<Check> read_check(std::string_view line);

/// The faults first, then the warnings; else as they come, which is from causes to what they bring about.
void sort_by_health(Checks& checks);

} // namespace pixelpass
