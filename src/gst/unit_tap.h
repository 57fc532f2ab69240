// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/colour_tagger.h"
#include "gst/gst_ref.h"
#include "media/access_unit.h"
#include "media/rendition.h"

#include <gst/app/gstappsink.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace pixelpass {

/// Sits at the end of an encoding chain and makes shared access units of what comes, beginning with a
/// keyframe, whose colours are said. The appsink owns it.
class UnitTap {
public:
    /// Attaches a tap to `sink`, which must be held for as long as the tap is used. `on_unit` is called on a
    /// streaming thread and must not block.
    static UnitTap* attach(GstAppSink* sink, Rendition rendition, Codec codec, std::uint32_t bitrate,
                           std::function<void(SharedUnit)> on_unit);

    /// From its return on, `on_unit` is not called, whatever a streaming thread still does. Any thread.
    void close();

    /// How many access units came so far. Any thread.
    [[nodiscard]] std::uint64_t units() const { return units_; }
    /// When the last one came. Any thread.
    [[nodiscard]] std::chrono::steady_clock::time_point last_unit_at() const { return last_unit_at_; }

private:
    UnitTap(Rendition rendition, Codec codec, std::uint32_t bitrate, std::function<void(SharedUnit)> on_unit);

    static GstFlowReturn pull(GstAppSink* sink, gpointer self);
    void deliver(GstSample* sample, GstClockTime base_time);
    void follow_caps(const GstCaps* caps);

    const Rendition rendition_;
    const Codec codec_;
    const std::uint32_t bitrate_;
    std::atomic<std::uint64_t> units_ = 0;
    std::atomic<std::chrono::steady_clock::time_point> last_unit_at_{};
    ColourTagger colours_;                      ///< streaming thread
    std::shared_ptr<const TrackFormat> format_; ///< streaming thread
    bool started_ = false;                      ///< streaming thread: a keyframe has been
    std::mutex mutex_;
    std::function<void(SharedUnit)> on_unit_; ///< guarded by mutex_; empty once closed
};

} // namespace pixelpass
