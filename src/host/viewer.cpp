// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/viewer.h"

namespace pixelpass {

std::string leaving_reason(const net::CloseInfo& info) {
    if (info.by_peer)
        return "left";
    // Ours are codes of the application's; QUIC's own words are for the log.
    return info.reason.find("timed out") != std::string::npos ? "the connection was lost"
                                                              : "was disconnected";
}

} // namespace pixelpass
