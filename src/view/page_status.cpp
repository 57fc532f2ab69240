// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_status.h"

#include "view/watch.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace pixelpass {

std::string page_status(const WatchStatus& status) {
    const auto ms = [](Microseconds time) { return static_cast<double>(time.count()) / 1000.0; };
    const auto& arrival = status.arrival;
    const double seconds = std::max(1e-3, ms(arrival.interval) / 1000.0);
    return nlohmann::json{{"path", !status.path.known    ? "unknown"
                                   : status.path.relayed ? "relayed"
                                                         : "direct"},
                          {"rtt_ms", ms(status.path.rtt)},
                          {"bitrate_kbps", static_cast<double>(arrival.bytes) * 8.0 / 1000.0 / seconds},
                          {"fps", static_cast<double>(arrival.pictures) / seconds},
                          {"lost", arrival.lost},
                          {"delay_ms", ms(arrival.delay)},
                          {"waiting", status.waiting}}
        .dump();
}

} // namespace pixelpass
