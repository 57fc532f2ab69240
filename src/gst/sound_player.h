// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <functional>
#include <memory>
#include <optional>

namespace pixelpass {

/// Plays the sound of one track at the live edge: what comes too late is left out. Main thread.
class SoundPlayer {
public:
    /// Sound that waits for the decoder.
    static constexpr std::uint64_t most_waiting = 16; ///< frames of AAC are 21 ms, of Opus 10 or 20

    /// `on_failed`, once: no sound comes any more. Code::player. It may destroy the player.
    static Result<std::unique_ptr<SoundPlayer>> open(const TrackFormat& format,
                                                     std::function<void(Error)> on_failed);

    void offer(const AccessUnit& unit);
    /// From 0 to 1: as loud as the host gives it.
    void set_volume(double volume);

private:
    explicit SoundPlayer(std::function<void(Error)> on_failed);
    [[nodiscard]] GstClockTime place(Microseconds pts);

    std::function<void(Error)> on_failed_;
    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> source_;
    Ref<GstElement> volume_;
    std::optional<Microseconds> shift_; ///< from the units' time to the pipeline's
};

} // namespace pixelpass
