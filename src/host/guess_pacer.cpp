// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/guess_pacer.h"

#include <algorithm>

namespace pixelpass {

Microseconds GuessPacer::ready_at(const std::string& id) const {
    const auto* record = records_.find(id);
    const auto own = record ? record->ready_at : Microseconds{};
    return trusted_.find(id) ? own : std::max(own, all_.ready_at);
}

void GuessPacer::note_wrong(const std::string& id, Microseconds now) {
    const auto* known = records_.find(id);
    Record record = known ? *known : Record{};
    add_wrong(record, now, first_pause, longest_pause);
    records_.set(id, record);
    add_wrong(all_, now, first_pause_of_all, longest_pause_of_all);
}

void GuessPacer::add_wrong(Record& record, Microseconds now, Microseconds first, Microseconds longest) {
    if (now - record.ready_at > calm)
        record.wrong = 0;
    auto pause = first;
    for (unsigned i = 0; i < record.wrong && pause < longest; ++i)
        pause *= 2;
    ++record.wrong;
    record.ready_at = now + std::min(pause, longest);
}

} // namespace pixelpass
