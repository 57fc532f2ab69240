// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/unit_decoder.h"

#include "gst/encoder_rows.h"
#include "gst/mapped_buffer.h"
#include "gst/sound_caps.h"
#include "gst/window_elements.h"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>

#include <chrono>

namespace pixelpass {

UnitDecoder::UnitDecoder(std::unique_ptr<Pipeline> pipeline)
    : pipeline_(std::move(pipeline))
    , units_(pipeline_->element("units"))
    , decoded_(pipeline_->element("decoded")) {}

Result<std::unique_ptr<UnitDecoder>> UnitDecoder::open(const TrackFormat& format) {
    const auto decoders = window_decoders(format.codec);
    if (!decoders)
        return tl::unexpected(decoders.error());
    const bool picture = format.codec == Codec::h264;
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=units format=time max-bytes=0 ! {}{} ! {} "
                    "! appsink name=decoded sync=false enable-last-sample=false",
                    picture ? "h264parse ! " : "", decoders->front(),
                    picture ? "videoconvert ! video/x-raw,format=I420"
                            : "audioconvert ! audio/x-raw,format=F32LE,channels=2,layout=interleaved"),
        {});
    if (!pipeline)
        return fail(Code::player, pipeline.error().message, pipeline.error().hint);
    std::unique_ptr<UnitDecoder> decoder(new UnitDecoder(std::move(*pipeline)));
    const auto caps = picture ? Ref<GstCaps>::adopt(gst_caps_from_string(std::string(h264_caps).c_str()))
                              : sound_caps(format);
    gst_app_src_set_caps(GST_APP_SRC(decoder->units_.get()), caps.get());
    if (const auto playing = decoder->pipeline_->play(); !playing)
        return fail(Code::player,
                    fmt::format("{} does not start: {}", decoders->front(), playing.error().message));
    return decoder;
}

void UnitDecoder::push(const AccessUnit& unit) {
    const auto buffer = wrap_in_buffer(unit.payload);
    GST_BUFFER_PTS(buffer.get()) = static_cast<GstClockTime>(std::chrono::nanoseconds(unit.pts).count());
    gst_app_src_push_buffer(GST_APP_SRC(units_.get()), gst_buffer_ref(buffer.get()));
}

Ref<GstSample> UnitDecoder::pull() {
    return Ref<GstSample>::adopt(gst_app_sink_try_pull_sample(GST_APP_SINK(decoded_.get()), 0));
}

Microseconds UnitDecoder::pts_of(GstSample* sample) {
    const auto pts = GST_BUFFER_PTS(gst_sample_get_buffer(sample));
    return std::chrono::duration_cast<Microseconds>(std::chrono::nanoseconds(pts));
}

} // namespace pixelpass
