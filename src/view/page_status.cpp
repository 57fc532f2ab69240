// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_status.h"

#include "view/watch.h"

#include <nlohmann/json.hpp>

namespace pixelpass {

std::string page_status(const WatchStatus& status) {
    const auto& arrival = status.arrival;
    return nlohmann::json{{"path", !status.path.known    ? "unknown"
                                   : status.path.relayed ? "relayed"
                                                         : "direct"},
                          {"rtt_ms", to_ms(status.path.rtt)},
                          {"bitrate_kbps", arrival.kbps()},
                          {"fps", arrival.fps()},
                          {"lost", arrival.lost},
                          {"delay_ms", to_ms(arrival.delay)},
                          {"waiting", status.waiting}}
        .dump();
}

} // namespace pixelpass
