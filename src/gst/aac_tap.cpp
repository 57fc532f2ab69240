// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/aac_tap.h"

#include "gst/mapped_buffer.h"
#include "media/aac.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

SharedBytes shared_bytes(GstBuffer* buffer) {
    auto owner = std::make_shared<const MappedBuffer>(Ref<GstBuffer>::share(buffer));
    const ByteView view = owner->bytes();
    return {std::move(owner), view};
}

Bytes codec_data(const GstCaps* caps) {
    const GValue* value = gst_structure_get_value(gst_caps_get_structure(caps, 0), "codec_data");
    if (!value || !GST_VALUE_HOLDS_BUFFER(value))
        return {};
    const MappedBuffer mapped(Ref<GstBuffer>::share(gst_value_get_buffer(value)));
    return {mapped.bytes().begin(), mapped.bytes().end()};
}

} // namespace

AacTap* AacTap::attach(GstAppSink* sink, Events events) {
    auto* tap = new AacTap(std::move(events));
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = pull;
    gst_app_sink_set_callbacks(sink, &callbacks, tap,
                               [](gpointer self) { delete static_cast<AacTap*>(self); });
    return tap;
}

void AacTap::close() {
    const std::lock_guard lock(mutex_);
    events_ = {};
}

GstFlowReturn AacTap::pull(GstAppSink* sink, gpointer self) {
    if (const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink)))
        static_cast<AacTap*>(self)->deliver(sample.get());
    return GST_FLOW_OK;
}

void AacTap::deliver(GstSample* sample) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    const auto running =
        gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    AccessUnit unit;
    unit.kind = MediaKind::audio;
    unit.keyframe = true;
    unit.payload = shared_bytes(buffer);
    if (unit.payload.view.empty() || !GST_CLOCK_TIME_IS_VALID(running))
        return;
    follow_caps(gst_sample_get_caps(sample));
    unit.format = format_;
    const std::lock_guard lock(mutex_);
    if (!events_.on_unit)
        return;
    unit.pts = events_.pts_of(std::chrono::nanoseconds(running));
    events_.on_unit(std::make_shared<const AccessUnit>(std::move(unit)));
}

void AacTap::follow_caps(const GstCaps* caps) {
    auto format = aac_format();
    const auto config = codec_data(caps);
    // Some encoders add that there is no SBR, which is what its absence says anyway.
    const auto& plain = format.config;
    if (!std::equal(plain.begin(), plain.end(), config.begin(),
                    config.begin() + std::min(config.size(), plain.size())))
        format.config = config;
    if (!format_ || *format_ != format)
        format_ = std::make_shared<const TrackFormat>(std::move(format));
}

} // namespace pixelpass
