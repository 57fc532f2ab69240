// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/unit_tap.h"

#include "base/log.h"
#include "gst/mapped_buffer.h"
#include "media/keyframe.h"

#include <utility>

namespace pixelpass {
namespace {

/// When the picture was captured on CLOCK_MONOTONIC. Encoders shift their PTS and their segment by the same
/// amount (x264enc by 1,000 hours), so only the running time means anything.
Microseconds capture_time(GstSample* sample, GstBuffer* buffer, GstClockTime base_time) {
    const auto running =
        gst_segment_to_running_time(gst_sample_get_segment(sample), GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
    if (!GST_CLOCK_TIME_IS_VALID(running))
        return Microseconds(g_get_monotonic_time());
    return std::chrono::duration_cast<Microseconds>(std::chrono::nanoseconds(running + base_time));
}

} // namespace

UnitTap* UnitTap::attach(GstAppSink* sink, Rendition rendition, Codec codec, std::uint32_t bitrate,
                         std::function<void(SharedUnit)> on_unit) {
    auto* tap = new UnitTap(rendition, codec, bitrate, std::move(on_unit));
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = pull;
    gst_app_sink_set_callbacks(sink, &callbacks, tap,
                               [](gpointer self) { delete static_cast<UnitTap*>(self); });
    return tap;
}

UnitTap::UnitTap(Rendition rendition, Codec codec, std::uint32_t bitrate,
                 std::function<void(SharedUnit)> on_unit)
    : rendition_(rendition)
    , codec_(codec)
    , bitrate_(bitrate)
    , colours_(codec)
    , on_unit_(std::move(on_unit)) {}

void UnitTap::close() {
    const std::lock_guard lock(mutex_);
    on_unit_ = nullptr;
}

GstFlowReturn UnitTap::pull(GstAppSink* sink, gpointer self) {
    const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink));
    if (sample)
        static_cast<UnitTap*>(self)->deliver(sample.get(), gst_element_get_base_time(GST_ELEMENT(sink)));
    return GST_FLOW_OK;
}

void UnitTap::deliver(GstSample* sample, GstClockTime base_time) {
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    last_unit_at_ = std::chrono::steady_clock::now();
    ++units_;
    AccessUnit unit;
    unit.rendition = rendition_.id;
    unit.payload = share_bytes(buffer);
    // An encoder's word is not enough: vah264enc calls an I slice without parameter sets a keyframe.
    const auto head = GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT)
                          ? std::nullopt
                          : keyframe_head(codec_, unit.payload.view);
    unit.keyframe = head.has_value();
    if (head)
        unit.payload = colours_.tag(unit.payload, *head);
    started_ |= unit.keyframe;
    if (!started_ || unit.payload.view.empty())
        return;
    follow_caps(gst_sample_get_caps(sample));
    unit.pts = capture_time(sample, buffer, base_time);
    unit.format = format_;
    const std::lock_guard lock(mutex_);
    if (on_unit_)
        on_unit_(std::make_shared<const AccessUnit>(std::move(unit)));
}

void UnitTap::follow_caps(const GstCaps* caps) {
    TrackFormat format;
    format.codec = codec_;
    format.bitrate = bitrate_;
    int width = 0;
    int height = 0;
    int numerator = 0;
    int denominator = 1;
    const GstStructure* structure = gst_caps_get_structure(caps, 0);
    gst_structure_get(structure, "width", G_TYPE_INT, &width, "height", G_TYPE_INT, &height, nullptr);
    gst_structure_get_fraction(structure, "framerate", &numerator, &denominator);
    format.width = static_cast<std::uint32_t>(width);
    format.height = static_cast<std::uint32_t>(height);
    if (numerator > 0 && denominator > 0)
        format.frame_rate_milli =
            static_cast<std::uint32_t>(static_cast<std::int64_t>(numerator) * 1000 / denominator);
    if (format_ && *format_ == format)
        return;
    spdlog::info("encoded pictures are {}x{} now", format.width, format.height);
    format_ = std::make_shared<const TrackFormat>(std::move(format));
}

} // namespace pixelpass
