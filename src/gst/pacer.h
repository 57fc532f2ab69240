// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>

namespace pixelpass {

/// Stands between the capture and the encoder, and holds the newest picture: the encoder takes it when it is
/// free, a picture that it had no time for is replaced, and the picture of a still source is given again, at
/// full rate at first, which makes it better. The appsrc owns it.
class Pacer {
public:
    /// Feeds `encoder`, which must be held for as long as the pacer is used, with at most `frame_rate`
    /// pictures a second. Before the first of a GOP `on_gop` is called, on the streaming thread that encodes:
    /// each `frame_rate` pictures that moved, since a keyframe makes a still one worse than it was.
    static Pacer* attach(GstAppSrc* encoder, unsigned frame_rate, std::function<void()> on_gop);

    /// From now on the pictures are those that come to `pictures`, of another pipeline on the same clock, and
    /// of no other; null: none comes, the newest stays. Any thread.
    void follow(GstAppSink* pictures);

    /// Holds `picture` from now on, as if it had just been captured. Any thread.
    void hold(Ref<GstSample> picture);

    /// A GOP begins with the next picture, by another's doing. Gives the newest picture again, unless the
    /// source gives one about now, and refines it. Any thread.
    void begin_gop();

    /// From now on `other`, of another pipeline on the same clock, which `keeper` keeps, is given each
    /// picture, too, beginning with the newest; null: nobody is. Any thread.
    void mirror(Ref<GstElement> keeper, Pacer* other);

    /// While `idle`, the encoder is given nothing, and who mirrors all the same. Any thread.
    void set_idle(bool idle);

    /// What the encoder took so far, and what it had no time for. Any thread.
    struct Flow {
        std::uint64_t given = 0;
        std::uint64_t missed = 0;
        std::chrono::steady_clock::time_point given_at{}; ///< the last one
    };
    [[nodiscard]] Flow flow();

    /// Gives nothing any more: lets the streaming thread go. Before the pipeline is stopped. Any thread.
    void close();

    /// The newest picture of a source that is still is given again after two frame intervals, and then a
    /// second long at full rate: each time the encoder spends what the rate allows on its errors. Then ever
    /// more seldom, down to `longest_repeat`. What changes a little all the time, as where a cursor blinks,
    /// has `refining_share` of the full rate for that, but always the few repetitions that bring a picture
    /// out of players that hold some back.
    static constexpr double refining_share = 1.0 / 3;
    static constexpr int least_repeats = 3;
    static constexpr std::chrono::milliseconds longest_repeat{900};

private:
    using Clock = std::chrono::steady_clock;

    Pacer(GstAppSrc* encoder, unsigned frame_rate, std::function<void()> on_gop)
        : encoder_(encoder)
        , frame_rate_(frame_rate)
        , interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / frame_rate)
        , on_gop_(std::move(on_gop))
        , repeats_(frame_rate) {}

    static GstFlowReturn take(GstAppSink* sink, gpointer link);
    static void give(GstAppSrc* encoder, guint, gpointer self);
    [[nodiscard]] Ref<GstSample> wait_for_picture();
    [[nodiscard]] Clock::time_point repeat_at() const;
    [[nodiscard]] std::chrono::nanoseconds next_repeat(Clock::time_point now);
    [[nodiscard]] GstClockTime running_time_of_newest() const;
    void show_mirror();                                             // holding mutex_; its own mirror_ is null
    void replace(Ref<GstSample> picture, GstClockTime captured_at); // holding mutex_

    GstAppSrc* const encoder_;
    const unsigned frame_rate_;
    const std::chrono::nanoseconds interval_;
    const std::function<void()> on_gop_;
    std::mutex mutex_;
    std::condition_variable changed_;
    // Guarded by mutex_:
    GstAppSink* source_ = nullptr; // only compared
    Ref<GstSample> newest_;
    Ref<GstElement> mirror_keeper_;
    Pacer* mirror_ = nullptr;
    GstClockTime captured_at_ = 0;            // of newest_, on the pipelines' clock
    bool fresh_ = false;                      // newest_ was not given yet
    std::chrono::nanoseconds repeat_after_{}; // it was given
    double repeats_;                          // at full rate that are left
    unsigned moving_ = 0;                     // pictures in this GOP that were not repetitions
    bool idle_ = false;
    bool closed_ = false;
    Flow flow_;
    GstClockTime given_time_ = GST_CLOCK_TIME_NONE; // the running time that it bore
};

} // namespace pixelpass
