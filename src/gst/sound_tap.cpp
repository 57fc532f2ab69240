// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sound_tap.h"

#include "gst/mapped_buffer.h"
#include "media/sound_format.h"

#include <utility>

namespace pixelpass {

SoundTap* SoundTap::attach(GstAppSink* sink, Rendition rendition, Events events) {
    auto* tap = new SoundTap(rendition, std::move(events));
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = pull;
    gst_app_sink_set_callbacks(sink, &callbacks, tap,
                               [](gpointer self) { delete static_cast<SoundTap*>(self); });
    return tap;
}

SoundTap::SoundTap(Rendition rendition, Events events)
    : rendition_(rendition)
    , format_(std::make_shared<const TrackFormat>(sound_format(rendition)))
    , events_(std::move(events)) {}

void SoundTap::close() {
    const std::lock_guard lock(mutex_);
    events_ = {};
}

GstFlowReturn SoundTap::pull(GstAppSink* sink, gpointer self) {
    if (const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink)))
        static_cast<SoundTap*>(self)->deliver(sample.get());
    return GST_FLOW_OK;
}

void SoundTap::deliver(GstSample* sample) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    const auto running =
        gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    AccessUnit unit;
    unit.kind = MediaKind::audio;
    unit.rendition = rendition_.id;
    unit.keyframe = true;
    unit.payload = share_bytes(buffer);
    unit.format = format_;
    if (unit.payload.view.empty() || !GST_CLOCK_TIME_IS_VALID(running))
        return;
    const std::lock_guard lock(mutex_);
    if (!events_.on_unit)
        return;
    unit.pts = events_.pts_of(std::chrono::nanoseconds(running));
    events_.on_unit(std::make_shared<const AccessUnit>(std::move(unit)));
}

} // namespace pixelpass
