// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_decoder.h"

#include "base/monotonic.h"
#include "gst/encoder_rows.h"
#include "gst/init.h"
#include "gst/mapped_buffer.h"
#include "media/h264_reordering.h"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

#include <atomic>
#include <utility>

namespace pixelpass {
namespace {

/// What comes in, and the parser of it: units are whole pictures, so that none waits for the next.
std::string stream_of(Codec codec) {
    switch (codec) {
    case Codec::hevc:
        return fmt::format("caps={} ! h265parse", hevc_caps);
    case Codec::av1:
        return fmt::format("caps={} ! {}", av1_caps, av1_parser);
    default:
        return fmt::format("caps={} ! h264parse", h264_caps);
    }
}

/// Says that pictures may lie in memory as they like, or the decoder copies each.
GstPadProbeReturn answer_allocation(GstPad*, GstPadProbeInfo* info, gpointer) {
    GstQuery* query = GST_PAD_PROBE_INFO_QUERY(info);
    if (GST_QUERY_TYPE(query) != GST_QUERY_ALLOCATION)
        return GST_PAD_PROBE_OK;
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return GST_PAD_PROBE_HANDLED;
}

} // namespace

/// Where pictures come out, in the decoder's thread. One that hangs may outlive the decoder.
struct PictureDecoder::Tap {
    static GstFlowReturn pull(GstAppSink* sink, gpointer shared);

    std::function<void(GstSample*)> on_picture;
    std::atomic<std::uint64_t> came = 0;
    std::atomic<GstClockTime> shown_from = 0; ///< of the pictures that come, by when they were offered
};

GstFlowReturn PictureDecoder::Tap::pull(GstAppSink* sink, gpointer shared) {
    auto& tap = **static_cast<std::shared_ptr<Tap>*>(shared);
    const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink));
    if (!sample)
        return GST_FLOW_OK;
    ++tap.came;
    // Parsers lose GST_BUFFER_FLAG_DECODE_ONLY, by which decoders would leave them out.
    if (GST_BUFFER_PTS(gst_sample_get_buffer(sample.get())) >= tap.shown_from)
        tap.on_picture(sample.get());
    return GST_FLOW_OK;
}

PictureDecoder::PictureDecoder(bool says_order, Events events)
    : says_order_(says_order)
    , events_(std::move(events))
    , tap_(std::make_shared<Tap>()) {
    tap_->on_picture = events_.on_picture;
}

Result<std::unique_ptr<PictureDecoder>> PictureDecoder::open(Codec codec, DecoderKind kind,
                                                             const std::string& decoder, Events events) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    const bool says_order = codec == Codec::h264 && kind == DecoderKind::hardware;
    std::unique_ptr<PictureDecoder> opened(new PictureDecoder(says_order, std::move(events)));
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=units is-live=true format=time max-bytes=0 {} ! {} ! video/x-raw "
                    "! appsink name=pictures sync=false qos=false enable-last-sample=false",
                    stream_of(codec), decoder),
        {.on_error = [raw = opened.get()](const ElementError& error) { raw->fail_with(error.message); },
         .on_end = {}});
    if (!pipeline)
        return fail(Code::player, pipeline.error().message, pipeline.error().hint);
    opened->pipeline_ = std::move(*pipeline);
    opened->source_ = opened->pipeline_->element("units");
    opened->tap_into(opened->pipeline_->element("pictures").get());
    if (const auto playing = opened->pipeline_->play(); !playing)
        return fail(Code::player, playing.error().message);
    return opened;
}

PictureDecoder::~PictureDecoder() = default;

void PictureDecoder::tap_into(GstElement* sink) {
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = Tap::pull;
    gst_app_sink_set_callbacks(GST_APP_SINK(sink), &callbacks, new std::shared_ptr<Tap>(tap_),
                               [](gpointer shared) { delete static_cast<std::shared_ptr<Tap>*>(shared); });
    const auto into = Ref<GstPad>::adopt(gst_element_get_static_pad(sink, "sink"));
    gst_pad_add_probe(
        into.get(),
        static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH),
        answer_allocation, nullptr, nullptr);
}

bool PictureDecoder::offer(const AccessUnit& unit, bool shown) {
    auto* source = GST_APP_SRC(source_.get());
    if (gst_app_src_get_current_level_buffers(source) >= most_waiting)
        return false;
    const auto buffer =
        wrap_in_buffer(says_order_ && unit.keyframe ? without_reordering(unit.payload) : unit.payload);
    const auto now = monotonic_now();
    if (!waiting_since_)
        waiting_since_ = now;
    GST_BUFFER_PTS(buffer.get()) = gst_util_get_timestamp(); // nothing waits for a time
    if (!unit.keyframe)
        GST_BUFFER_FLAG_SET(buffer.get(), GST_BUFFER_FLAG_DELTA_UNIT);
    if (!shown)
        tap_->shown_from = GST_CLOCK_TIME_NONE;
    else if (tap_->shown_from == GST_CLOCK_TIME_NONE)
        tap_->shown_from = GST_BUFFER_PTS(buffer.get());
    return gst_app_src_push_buffer(source, gst_buffer_ref(buffer.get())) == GST_FLOW_OK;
}

void PictureDecoder::expect_pictures_within(std::chrono::milliseconds limit) {
    look_ = every(limit / 4, [this, limit] { look_for_pictures(limit); });
}

void PictureDecoder::look_for_pictures(std::chrono::milliseconds limit) {
    // From the next unit on: one that is broken may give no picture.
    if (const auto came = tap_->came.load(); std::exchange(came_, came) != came)
        waiting_since_.reset();
    if (!waiting_since_ || monotonic_now() - *waiting_since_ < limit)
        return;
    look_.reset();
    pipeline_->leave_behind();
    fail_with(fmt::format("it has given no picture for {} ms", limit.count()));
}

void PictureDecoder::fail_with(const std::string& why) {
    // The callback may destroy this object: nothing may follow it.
    if (const auto report = std::exchange(events_.on_failed, nullptr))
        report(why);
}

} // namespace pixelpass
