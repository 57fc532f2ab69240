// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/pts_keeper.h"

namespace pixelpass {
namespace {

const GstSegment* segment_of(GstEvent* event) {
    const GstSegment* segment = nullptr;
    gst_event_parse_segment(event, &segment);
    return segment;
}

Ref<GstEvent> segment_event(GstPad* pad) {
    return Ref<GstEvent>::adopt(gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0));
}

} // namespace

void PtsKeeper::attach(GstElement* encoder) {
    const auto keeper = std::make_shared<PtsKeeper>();
    probe(encoder, "sink", keeper, enter);
    probe(encoder, "src", keeper, leave);
}

void PtsKeeper::probe(GstElement* encoder, const char* name, const std::shared_ptr<PtsKeeper>& keeper,
                      GstPadProbeCallback callback) {
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(encoder, name));
    gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, callback, new std::shared_ptr<PtsKeeper>(keeper),
                      [](gpointer shared) { delete static_cast<std::shared_ptr<PtsKeeper>*>(shared); });
}

GstPadProbeReturn PtsKeeper::enter(GstPad* pad, GstPadProbeInfo* info, gpointer shared) {
    auto& keeper = **static_cast<std::shared_ptr<PtsKeeper>*>(shared);
    const auto segment = segment_event(pad);
    if (!segment)
        return GST_PAD_PROBE_OK;
    const auto running = gst_segment_to_running_time(segment_of(segment.get()), GST_FORMAT_TIME,
                                                     GST_BUFFER_PTS(GST_PAD_PROBE_INFO_BUFFER(info)));
    const std::lock_guard lock(keeper.mutex_);
    if (keeper.running_times_.size() >= capacity)
        keeper.running_times_.pop_front();
    keeper.running_times_.push_back(running);
    return GST_PAD_PROBE_OK;
}

GstPadProbeReturn PtsKeeper::leave(GstPad* pad, GstPadProbeInfo* info, gpointer shared) {
    auto& keeper = **static_cast<std::shared_ptr<PtsKeeper>*>(shared);
    const auto segment = segment_event(pad);
    const std::lock_guard lock(keeper.mutex_);
    if (!segment || keeper.running_times_.empty())
        return GST_PAD_PROBE_OK;
    GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    GST_BUFFER_PTS(buffer) = gst_segment_position_from_running_time(
        segment_of(segment.get()), GST_FORMAT_TIME, keeper.running_times_.front());
    GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
    keeper.running_times_.pop_front();
    return GST_PAD_PROBE_OK;
}

} // namespace pixelpass
