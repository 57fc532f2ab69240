// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "media/access_unit.h"
#include "media/rendition.h"

#include <gst/app/gstappsink.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>

namespace pixelpass {

/// Sits at the end of a sound encoder's chain and makes shared access units of what comes. The appsink owns
/// it.
class SoundTap {
public:
    /// Both are called on a streaming thread and must not block.
    struct Events {
        std::function<void(SharedUnit)> on_unit;
        /// The PTS of what has that running time in the pipeline.
        std::function<Microseconds(std::chrono::nanoseconds running)> pts_of;
    };

    /// Attaches a tap to `sink`, which must be held for as long as the tap is used.
    static SoundTap* attach(GstAppSink* sink, Rendition rendition, Events events);

    /// From its return on, no event is called, whatever a streaming thread still does. Any thread.
    void close();

private:
    SoundTap(Rendition rendition, Events events);

    static GstFlowReturn pull(GstAppSink* sink, gpointer self);
    void deliver(GstSample* sample);

    const Rendition rendition_;
    const std::shared_ptr<const TrackFormat> format_;
    std::mutex mutex_;
    Events events_; ///< guarded by mutex_; empty once closed
};

} // namespace pixelpass
