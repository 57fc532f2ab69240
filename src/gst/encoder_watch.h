// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>

namespace pixelpass {

/// Tells from what goes into an encoder and what comes out whether it hangs or is too slow: drivers may do
/// either without an error. Pure; any one thread.
class EncoderWatch {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Counts since the encoder was started.
    struct Flow {
        std::uint64_t given = 0;  ///< pictures that it took
        std::uint64_t missed = 0; ///< pictures that a newer one replaced before it was free
        std::uint64_t units = 0;  ///< that came out
        Time given_at{};          ///< the last picture
        Time unit_at{};           ///< the last unit
    };
    enum class Finding : std::uint8_t { fine, hangs, slow };

    explicit EncoderWatch(bool hardware)
        : hang_limit_(hardware ? hardware_hang_limit : software_hang_limit) {}

    /// To be called every `interval`. Tells `slow` once.
    [[nodiscard]] Finding look(const Flow& flow, Time now);

    static constexpr std::chrono::milliseconds interval{200};
    /// No unit for so long since the first picture that should have given one. Software does not hang: it has
    /// a machine that is busy.
    static constexpr std::chrono::milliseconds hardware_hang_limit{600};
    static constexpr std::chrono::milliseconds software_hang_limit{5000};
    /// The first unit may take so long: drivers set themselves up.
    static constexpr std::chrono::milliseconds start_limit{5000};
    /// Too slow is who misses more than `most_missed` of the pictures within `slow_window`.
    static constexpr std::chrono::milliseconds slow_window{2000};
    static constexpr double most_missed = 0.4;

private:
    struct Look {
        Time at;
        Flow flow;
    };

    [[nodiscard]] bool hangs(const Flow& flow, Time now);
    [[nodiscard]] bool is_slow() const;

    const std::chrono::milliseconds hang_limit_;
    std::uint64_t units_ = 0;
    std::optional<Time> waiting_since_; ///< for the unit of a picture
    Time looked_at_{};
    bool slow_told_ = false;
    std::deque<Look> looks_; ///< of slow_window
};

} // namespace pixelpass
