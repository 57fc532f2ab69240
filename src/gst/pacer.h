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
    /// Feeds `encoder`, which must be held for as long as the pacer is used, with at most `frame_rate`
    /// pictures a second.
    static Pacer* attach(GstAppSrc* encoder, unsigned frame_rate);

    /// From now on the pictures are those that come to `pictures`, of another pipeline on the same clock, and
    /// of no other; null: none comes, the newest stays. Any thread.
    void follow(GstAppSink* pictures);

    /// Gives the newest picture again, unless the source gives one about now. Any thread.
    void repeat_soon();

    /// Whether there is something to give. Any thread.
    [[nodiscard]] bool has_picture();

    /// Gives nothing any more: lets the streaming thread go. Before the pipeline is stopped. Any thread.
    void close();

    /// After so long without a picture of the source, the newest is given again.
    static constexpr std::chrono::milliseconds repeat_interval{900};

private:
    using Clock = std::chrono::steady_clock;

    Pacer(GstAppSrc* encoder, unsigned frame_rate)
        : encoder_(encoder)
        , interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / frame_rate) {}

    static GstFlowReturn take(GstAppSink* sink, gpointer self);
    static void give(GstAppSrc* encoder, guint, gpointer self);
    [[nodiscard]] Ref<GstSample> wait_for_picture();
    [[nodiscard]] Clock::time_point repeat_at() const;
    [[nodiscard]] GstClockTime running_time_of_newest() const;

    GstAppSrc* const encoder_;
    const std::chrono::nanoseconds interval_;
    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_:
    GstAppSink* source_ = nullptr; // only compared
    Ref<GstSample> newest_;
    GstClockTime captured_at_ = 0; // of newest_, on the pipelines' clock
    bool fresh_ = false;           // newest_ was not given yet
    bool wanted_ = false;          // repeat_soon()
    bool closed_ = false;
    Clock::time_point given_at_;
    GstClockTime given_time_ = GST_CLOCK_TIME_NONE; // the running time that it bore
};

} // namespace pixelpass
