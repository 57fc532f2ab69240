// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/subscriber.h"
#include "fanout/viewer_queue.h"
#include "net/connection.h"

#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// What the host knows of one who watches.
struct ViewerStatus {
    std::string id;   ///< endpoint id, proven
    std::string name; ///< as the viewer gave it, cleaned; may be empty
    std::string protocol;
    net::PathInfo path;
    QueueStats queue;
    Microseconds backlog_age{};
    Microseconds delay{}; ///< capture to arrival, by the viewer's own report; 0: unknown
};

/// Why a viewer left, in words for the host's person.
[[nodiscard]] std::string leaving_reason(const net::CloseInfo& info);

/// One connected viewer, by whichever protocol. It ends itself by on_left, and is destroyed later.
class Viewer : public Subscriber {
public:
    struct Events {
        std::function<void()> on_joined;         ///< once, when it has spoken the protocol
        std::function<void()> on_demand_changed; ///< wants() may answer otherwise now
        std::function<void()> on_keyframe_needed;
        std::function<void(std::string reason)>
            on_left; ///< once; destroy it from the main loop, not from here
    };

    [[nodiscard]] virtual ViewerStatus status() const = 0;
    /// Says goodbye: the viewer is told `reason`.
    virtual void close(std::uint32_t code, const std::string& reason) = 0;
};

} // namespace pixelpass
