// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/pacer.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// When the picture was captured, on the pipeline's clock.
GstClockTime capture_time(GstSample* sample, GstClockTime base_time) {
    return base_time + gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME,
                                                   GST_BUFFER_PTS(gst_sample_get_buffer(sample)));
}

/// What the callbacks of a capture's sink are given: a streaming thread of it that hangs may outlive the
/// rest.
struct Link {
    Ref<GstElement> keeper; // of the pacer
    Pacer* pacer;
};

/// The same picture, without a copy of its pixels, at that running time.
Ref<GstSample> stamped(GstSample* sample, GstClockTime time) {
    const auto buffer = Ref<GstBuffer>::adopt(gst_buffer_copy(gst_sample_get_buffer(sample)));
    GST_BUFFER_PTS(buffer.get()) = time;
    GST_BUFFER_DTS(buffer.get()) = GST_CLOCK_TIME_NONE;
    GST_BUFFER_DURATION(buffer.get()) = GST_CLOCK_TIME_NONE;
    return Ref<GstSample>::adopt(gst_sample_new(buffer.get(), gst_sample_get_caps(sample), nullptr, nullptr));
}

} // namespace

Pacer* Pacer::attach(GstAppSrc* encoder, unsigned frame_rate, std::function<void()> on_gop) {
    auto* pacer = new Pacer(encoder, frame_rate, std::move(on_gop));
    GstAppSrcCallbacks callbacks{};
    callbacks.need_data = give;
    gst_app_src_set_callbacks(encoder, &callbacks, pacer,
                              [](gpointer self) { delete static_cast<Pacer*>(self); });
    return pacer;
}

void Pacer::follow(GstAppSink* pictures) {
    {
        const std::lock_guard lock(mutex_);
        source_ = pictures;
    }
    if (!pictures)
        return;
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = take;
    gst_app_sink_set_callbacks(pictures, &callbacks,
                               new Link{Ref<GstElement>::share(GST_ELEMENT(encoder_)), this},
                               [](gpointer link) { delete static_cast<Link*>(link); });
}

void Pacer::mirror(Ref<GstElement> keeper, Pacer* other) {
    const std::lock_guard lock(mutex_);
    mirror_keeper_ = std::move(keeper);
    mirror_ = other;
    if (newest_)
        show_mirror();
}

void Pacer::show_mirror() {
    if (!mirror_)
        return;
    const std::lock_guard lock(mirror_->mutex_);
    mirror_->replace(Ref<GstSample>::share(newest_.get()), captured_at_);
}

void Pacer::set_idle(bool idle) {
    const std::lock_guard lock(mutex_);
    idle_ = idle;
    changed_.notify_all();
}

void Pacer::begin_gop() {
    const std::lock_guard lock(mutex_);
    moving_ = 0;
    repeat_after_ = 2 * interval_;
    repeats_ = frame_rate_;
    changed_.notify_all();
}

void Pacer::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
}

Pacer::Flow Pacer::flow() {
    const std::lock_guard lock(mutex_);
    return flow_;
}

GstFlowReturn Pacer::take(GstAppSink* sink, gpointer link) {
    auto& pacer = *static_cast<Link*>(link)->pacer;
    auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink));
    const std::lock_guard lock(pacer.mutex_);
    if (!sample || sink != pacer.source_)
        return GST_FLOW_OK;
    const auto captured_at = capture_time(sample.get(), gst_element_get_base_time(GST_ELEMENT(sink)));
    pacer.replace(std::move(sample), captured_at);
    return GST_FLOW_OK;
}

void Pacer::hold(Ref<GstSample> picture) {
    const std::lock_guard lock(mutex_);
    replace(std::move(picture), gst_element_get_base_time(GST_ELEMENT(encoder_)) +
                                    gst_element_get_current_running_time(GST_ELEMENT(encoder_)));
}

void Pacer::replace(Ref<GstSample> picture, GstClockTime captured_at) {
    newest_ = std::move(picture);
    captured_at_ = captured_at;
    if (fresh_ && !idle_)
        ++flow_.missed;
    fresh_ = true;
    changed_.notify_all();
    show_mirror();
}

void Pacer::give(GstAppSrc* encoder, guint, gpointer self) {
    if (const auto picture = static_cast<Pacer*>(self)->wait_for_picture())
        gst_app_src_push_sample(encoder, picture.get());
}

Pacer::Clock::time_point Pacer::repeat_at() const {
    // A source that moves gives a picture within an interval.
    return newest_ ? flow_.given_at + repeat_after_ : Clock::time_point::max();
}

GstClockTime Pacer::running_time_of_newest() const {
    // The first one may have been captured before this pipeline began.
    const auto base_time = gst_element_get_base_time(GST_ELEMENT(encoder_));
    return captured_at_ > base_time ? captured_at_ - base_time : 0;
}

std::chrono::nanoseconds Pacer::next_repeat(Clock::time_point now) {
    if (fresh_) {
        const std::chrono::duration<double> since = now - flow_.given_at;
        repeats_ = std::max<double>(repeats_ + since.count() * frame_rate_ * refining_share, least_repeats);
        repeats_ = std::min<double>(repeats_, frame_rate_);
        return 2 * interval_;
    }
    if (repeats_ < 1)
        return std::min<std::chrono::nanoseconds>(2 * repeat_after_, longest_repeat);
    --repeats_;
    return interval_;
}

Ref<GstSample> Pacer::wait_for_picture() {
    std::unique_lock lock(mutex_);
    while (!closed_ && (idle_ || (!fresh_ && Clock::now() < repeat_at()))) {
        if (newest_ && !idle_)
            changed_.wait_until(lock, repeat_at());
        else
            changed_.wait(lock);
    }
    if (closed_)
        return {};
    const auto now = Clock::now();
    repeat_after_ = next_repeat(now);
    ++flow_.given;
    flow_.given_at = now;
    const bool begins_gop = fresh_ && ++moving_ > frame_rate_;
    GstClockTime time = std::exchange(fresh_, false)
                            ? running_time_of_newest()
                            : gst_element_get_current_running_time(GST_ELEMENT(encoder_));
    // A picture that was captured just before a repetition comes just after it.
    if (GST_CLOCK_TIME_IS_VALID(given_time_) && time <= given_time_)
        time = given_time_ + GST_MSECOND;
    given_time_ = time;
    auto picture = stamped(newest_.get(), time);
    if (begins_gop) {
        moving_ = 1;
        lock.unlock();
        on_gop_();
    }
    return picture;
}

} // namespace pixelpass
