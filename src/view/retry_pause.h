// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

namespace pixelpass {

/// How long from the beginning of one attempt to that of the next: longer each time, up to a bound, and by
/// chance a bit more or less, so that those who have lost the same host do not all come at once.
class RetryPause {
public:
    using Milliseconds = std::chrono::duration<double, std::milli>;

    /// The next pause; `chance` is from 0 to 1.
    [[nodiscard]] std::chrono::milliseconds next(double chance) {
        const Milliseconds pause = pause_ * (1 - spread + 2 * spread * chance);
        pause_ = std::min(2 * pause_, Milliseconds(longest));
        return std::chrono::duration_cast<std::chrono::milliseconds>(pause);
    }

    static constexpr std::chrono::milliseconds shortest{500};
    /// A dial is sent again after 1 and after 3 s. So with the dials before it something is sent about each
    /// second, and a host that is back is reached within two.
    static constexpr std::chrono::milliseconds longest{2000};
    static constexpr double spread = 0.2; ///< more or less

private:
    Milliseconds pause_ = shortest;
};

} // namespace pixelpass
