// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"

#include <memory>

namespace pixelpass::net {

/// One message on its way to a peer, on a stream of its own. Letting go of it does not stop it.
class SentUnit {
public:
    virtual ~SentUnit() = default;
    /// Whether the peer has acknowledged all of it, or never will.
    [[nodiscard]] virtual bool settled() const = 0;
    /// Gives up what has not been sent yet; the peer drops the rest.
    virtual void reset() = 0;
};

/// What sends messages to one peer; the seam between fan-out and the network.
class UnitSender {
public:
    virtual ~UnitSender() = default;
    /// Sends `header` (copied) and `payload` (shared) as one message; higher priorities go first. Never
    /// blocks.
    [[nodiscard]] virtual std::unique_ptr<SentUnit> send(ByteView header, const SharedBytes& payload,
                                                         int priority) = 0;
};

} // namespace pixelpass::net
