// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/pacer.h"

#include <utility>

namespace pixelpass {
namespace {

/// The same picture, without a copy of its pixels, at another running time.
Ref<GstSample> restamped(GstSample* sample, GstClockTime time) {
    auto buffer = Ref<GstBuffer>::adopt(gst_buffer_copy(gst_sample_get_buffer(sample)));
    GST_BUFFER_PTS(buffer.get()) = time;
    GST_BUFFER_DTS(buffer.get()) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION(buffer.get()) = GST_CLOCK_TIME_NONE;
    return Ref<GstSample>::adopt(gst_sample_new(buffer.get(), gst_sample_get_caps(sample), nullptr, nullptr));
}

} // namespace

void Pacer::connect(GstAppSink* pictures, GstAppSrc* encoder) {
    GstAppSinkCallbacks from{};
    from.new_sample = take;
    from.eos = end;
    gst_app_sink_set_callbacks(pictures, &from, this, nullptr);
    encoder_ = encoder;
    GstAppSrcCallbacks to{};
    to.need_data = give;
    gst_app_src_set_callbacks(encoder, &to, this, nullptr);
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
    const auto time = gst_segment_to_running_time(gst_sample_get_segment(sample.get()), GST_FORMAT_TIME,
                                                  GST_BUFFER_PTS(gst_sample_get_buffer(sample.get())));
    auto picture = restamped(sample.get(), time); // in no segment but running time from here on
    const std::lock_guard lock(pacer.mutex_);
    pacer.newest_ = std::move(picture);
    pacer.fresh_ = true;
    pacer.changed_.notify_all();
    return GST_FLOW_OK;
}

void Pacer::end(GstAppSink*, gpointer self) {
    auto& pacer = *static_cast<Pacer*>(self);
    pacer.close();
    gst_app_src_end_of_stream(pacer.encoder_);
}

void Pacer::give(GstAppSrc* source, guint, gpointer self) {
    if (const auto picture = static_cast<Pacer*>(self)->wait_for_picture(source))
        gst_app_src_push_sample(source, picture.get());
}

Pacer::Clock::time_point Pacer::repeat_at() const {
    if (!newest_)
        return Clock::time_point::max();
    // A source that moves gives a picture within an interval.
    return given_at_ + (wanted_ ? std::chrono::nanoseconds(2 * interval_) : repeat_interval);
}

Ref<GstSample> Pacer::wait_for_picture(GstAppSrc* source) {
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
    GstClockTime time = GST_BUFFER_PTS(gst_sample_get_buffer(newest_.get()));
    if (!std::exchange(fresh_, false))
        time = gst_element_get_current_running_time(GST_ELEMENT(source));
    // A picture that was captured just before a repetition comes just after it.
    if (GST_CLOCK_TIME_IS_VALID(given_time_) && time <= given_time_)
        time = given_time_ + GST_MSECOND;
    given_time_ = time;
    return restamped(newest_.get(), time);
}

} // namespace pixelpass
