// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace pixelpass {

/// Stands between the capture and the encoder, and holds the newest picture: the encoder takes it when it is
/// free, a picture that it had no time for is replaced, and the picture of a still source is given again. The
/// appsrc owns it.
class Pacer {
public:
    /// Lets `encoder` take the pictures that come to `pictures`, of which there are at most `frame_rate` a
    /// second. `encoder` must be held for as long as the pacer is used, and be in one pipeline with
    /// `pictures`.
    static Pacer* attach(GstAppSink* pictures, GstAppSrc* encoder, unsigned frame_rate);

    /// Gives the newest picture again, unless the source gives one about now. Any thread.
    void repeat_soon();

    /// Gives nothing any more: lets the streaming threads go. Before the pipeline is stopped. Any thread.
    void close();

    /// After so long without a picture of the source, the newest is given again.
    static constexpr std::chrono::milliseconds repeat_interval{900};

private:
    using Clock = std::chrono::steady_clock;

    Pacer(GstAppSrc* encoder, unsigned frame_rate)
        : encoder_(encoder)
        , interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / frame_rate) {}

    static GstFlowReturn take(GstAppSink* sink, gpointer self);
    static void end(GstAppSink* sink, gpointer self);
    static void give(GstAppSrc* encoder, guint, gpointer self);
    [[nodiscard]] Ref<GstSample> wait_for_picture();
    [[nodiscard]] Clock::time_point repeat_at() const;

    GstAppSrc* const encoder_;
    const std::chrono::nanoseconds interval_;
    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_:
    Ref<GstSample> newest_;
    bool fresh_ = false;  // newest_ was not given yet
    bool wanted_ = false; // repeat_soon()
    bool closed_ = false;
    Clock::time_point given_at_;
    GstClockTime given_time_ = GST_CLOCK_TIME_NONE; // the running time that it bore
};

} // namespace pixelpass
