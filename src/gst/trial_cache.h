// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/state_file.h"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace pixelpass {

/// What an encoder's trial ended in.
struct TrialRecord {
    std::string key;                  ///< of what it depends on: trial_key
    std::chrono::sys_seconds tried{}; ///< when
    std::string reason;               ///< why it does not work; empty if it does

    bool operator==(const TrialRecord&) const = default;
};

/// By the encoders' names.
using TrialRecords = std::map<std::string, TrialRecord, std::less<>>;

/// As lines of a file, and back. A text that is none of ours, by the smallest thing, has no records.
[[nodiscard]] std::string write_trial_records(const TrialRecords& records);
[[nodiscard]] TrialRecords read_trial_records(std::string_view text);

/// What trials ended in, also those of earlier runs: in $XDG_CACHE_HOME/pixelpass. Two programs at once may
/// lose each other's new records, which are then found out again.
class TrialCache {
public:
    explicit TrialCache(StateFile file = StateFile::in_cache("encoder-trials"));

    /// The reason that an encoder does not work for, empty if it works; nothing if that is not known, no
    /// longer, or of another key. What failed is tried again after an hour: the cause may be gone.
    [[nodiscard]] std::optional<std::string> find(std::string_view name, std::string_view key,
                                                  std::chrono::sys_seconds now) const;
    /// Keeps it, also in the file. One that can't be written costs a trial the next time, no more.
    void keep(std::string_view name, TrialRecord record);

    static constexpr std::chrono::hours failure_lasts{1};
    static constexpr std::size_t longest_reason = 200; ///< bytes

private:
    StateFile file_;
    TrialRecords records_;
};

} // namespace pixelpass
