// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "host/by_recent_id.h"
#include "media/access_unit.h"

#include <string>

namespace pixelpass {

/// When the next proof of a password may be looked at: later after each that was wrong, for the endpoint that
/// gave it, and for all. As an endpoint can take a new id for each guess, it is the pause for all that bounds
/// how many passwords can be tried.
class GuessPacer {
public:
    /// The first pause, which doubles with each further wrong proof, and the longest.
    static constexpr std::chrono::milliseconds first_pause{1'000};
    static constexpr std::chrono::milliseconds longest_pause{60'000};
    static constexpr std::chrono::milliseconds first_pause_of_all{125};
    static constexpr std::chrono::milliseconds longest_pause_of_all{2'000};
    /// So long after a pause it is as if nothing had been wrong.
    static constexpr std::chrono::seconds calm{60};
    static constexpr std::size_t max_remembered = 1024;

    /// Until when a proof of that one has to wait.
    [[nodiscard]] Microseconds ready_at(const std::string& id) const;
    void note_wrong(const std::string& id, Microseconds now);
    /// The pause for all does not count for that one from now on: it may have to come again.
    void note_right(const std::string& id) { trusted_.set(id, true); }

private:
    struct Record {
        unsigned wrong = 0;
        Microseconds ready_at{};
    };

    static void add_wrong(Record& record, Microseconds now, Microseconds first, Microseconds longest);

    ByRecentId<Record> records_{max_remembered};
    ByRecentId<bool> trusted_{max_remembered};
    Record all_;
};

} // namespace pixelpass
