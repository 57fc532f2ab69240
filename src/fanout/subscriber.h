// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"
#include "media/rendition.h"

namespace pixelpass {

/// One who watches a Broadcast, whatever protocol it speaks. Main thread.
class Subscriber {
public:
    virtual ~Subscriber() = default;
    /// Whether this one wants that rendition now; ask Broadcast::update() to look again after a change.
    [[nodiscard]] virtual bool wants(Rendition rendition) const = 0;
    /// Takes a unit of a rendition that it wants, or drops it; never blocks.
    virtual void offer(const SharedUnit& unit) = 0;
};

} // namespace pixelpass
