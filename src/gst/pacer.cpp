// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/pacer.h"

#include <utility>

namespace pixelpass {
namespace {

GstClockTime running_time(GstSample* sample) {
    return gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                       GST_BUFFER_PTS(gst_sample_get_buffer(sample)));
}

/// The same picture, without a copy of its pixels, at that running time.
Ref<GstSample> stamped(GstSample* sample, GstClockTime time) {
    const auto buffer = Ref<GstBuffer>::adopt(gst_buffer_copy(gst_sample_get_buffer(sample)));
    GST_BUFFER_PTS(buffer.get()) = time;
    GST_BUFFER_DTS(buffer.get()) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION(buffer.get()) = GST_CLOCK_TIME_NONE;
    return Ref<GstSample>::adopt(gst_sample_new(buffer.get(), gst_sample_get_caps(sample), nullptr, nullptr));
}

} // namespace

Pacer* Pacer::attach(GstAppSink* pictures, GstAppSrc* encoder, unsigned frame_rate) {
    auto* pacer = new Pacer(encoder, frame_rate);
    GstAppSinkCallbacks from{};
    from.new_sample = take;
    from.eos = end;
    gst_app_sink_set_callbacks(pictures, &from, pacer, nullptr);
    GstAppSrcCallbacks to{};
    to.need_data = give;
    gst_app_src_set_callbacks(encoder, &to, pacer, [](gpointer self) { delete static_cast<Pacer*>(self); });
    return pacer;
}

void Pacer::repeat_soon() {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
    changed_.notify_all();
}

void Pacer::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

GstFlowReturn Pacer::take(GstAppSink* sink, gpointer self) {
    auto& pacer = *static_cast<Pacer*>(self);
    auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink));
    if (!sample)
        return GST_FLOW_OK;
    const std::lock_guard lock(pacer.mutex_);
    pacer.newest_ = std::move(sample);
    pacer.fresh_ = true;
    pacer.changed_.notify_all();
    return GST_FLOW_OK;
}

void Pacer::end(GstAppSink*, gpointer self) {
    auto& pacer = *static_cast<Pacer*>(self);
    pacer.close();
    gst_app_src_end_of_stream(pacer.encoder_);
}

void Pacer::give(GstAppSrc* encoder, guint, gpointer self) {
    if (const auto picture = static_cast<Pacer*>(self)->wait_for_picture())
        gst_app_src_push_sample(encoder, picture.get());
}

Pacer::Clock::time_point Pacer::repeat_at() const {
    if (!newest_)
        return Clock::time_point::max();
    // A source that moves gives a picture within an interval.
    return given_at_ + (wanted_ ? std::chrono::nanoseconds(2 * interval_) : repeat_interval);
}

Ref<GstSample> Pacer::wait_for_picture() {
    std::unique_lock lock(mutex_);
    while (!closed_ && !fresh_ && Clock::now() < repeat_at()) {
        if (newest_)
            changed_.wait_until(lock, repeat_at());
        else
            changed_.wait(lock);
    }
    if (closed_)
        return {};
    wanted_ = false;
    given_at_ = Clock::now();
    GstClockTime time = std::exchange(fresh_, false)
                            ? running_time(newest_.get())
                            : gst_element_get_current_running_time(GST_ELEMENT(encoder_));
    // A picture that was captured just before a repetition comes just after it.
    if (GST_CLOCK_TIME_IS_VALID(given_time_) && time <= given_time_)
        time = given_time_ + GST_MSECOND;
    given_time_ = time;
    return stamped(newest_.get(), time);
}

} // namespace pixelpass
