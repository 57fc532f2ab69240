// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include "gst/child_trial.h"
#include "gst/decoded_picture.h"
#include "gst/encoder_element.h"
#include "gst/init.h"
#include "gst/installed_element.h"
#include "gst/mapped_buffer.h"
#include "gst/pipeline.h"
#include "gst/trial_picture.h"
#include "media/keyframe.h"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

namespace pixelpass {
namespace {

constexpr unsigned trial_frames = 10;
/// The picture before which a keyframe is asked for.
constexpr unsigned trial_request = 5;
constexpr unsigned trial_bitrate_kbps = 2000;

Ref<GstSample> pull(GstElement* sink) {
    return Ref<GstSample>::adopt(gst_app_sink_try_pull_sample(GST_APP_SINK(sink), 3 * GST_SECOND));
}

std::string explain(const std::string& message, bool not_negotiated) {
    if (not_negotiated)
        return "its driver refuses our pictures (not-negotiated)";
    return "it fails: " + message;
}

/// What an element has reported; empty if none has.
std::string bus_error(Pipeline& pipeline) {
    const auto bus = Ref<GstBus>::adopt(gst_element_get_bus(pipeline.get()));
    const auto message = Ref<GstMessage>::adopt(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
    if (!message)
        return "";
    GError* error = nullptr;
    gchar* detail = nullptr;
    gst_message_parse_error(message.get(), &error, &detail);
    std::string text = error->message;
    const bool not_negotiated =
        detail && std::string_view(detail).find("not-negotiated") != std::string::npos;
    g_error_free(error);
    g_free(detail);
    while (text.ends_with('.'))
        text.pop_back();
    return explain(text, not_negotiated);
}

/// Gives the encoder its pictures, and the end.
void push_pictures(Pipeline& pipeline) {
    const auto source = pipeline.element("given");
    for (unsigned number = 0; number < trial_frames; ++number) {
        const auto picture = paint_trial_picture(number);
        GstBuffer* buffer = gst_buffer_new_memdup(picture.data(), picture.size());
        GST_BUFFER_PTS(buffer) = gst_util_uint64_scale(number, GST_SECOND, 30);
        GST_BUFFER_DURATION(buffer) = GST_SECOND / 30;
        gst_app_src_push_buffer(GST_APP_SRC(source.get()), buffer);
    }
    gst_app_src_end_of_stream(GST_APP_SRC(source.get()));
}

/// Asks the encoder for a keyframe, in the thread that gives it its pictures.
void ask_for_keyframe(Pipeline& pipeline, std::shared_ptr<EncoderElement> encoder) {
    struct Request {
        std::shared_ptr<EncoderElement> encoder; // streams may outlive a trial that has failed
        unsigned pictures = 0;
    };
    const auto element = pipeline.element("encoder");
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(element.get(), "sink"));
    gst_pad_add_probe(
        pad.get(), GST_PAD_PROBE_TYPE_BUFFER,
        [](GstPad*, GstPadProbeInfo*, gpointer data) {
            auto& request = *static_cast<Request*>(data);
            if (request.pictures++ == trial_request)
                request.encoder->force_keyframe();
            return GST_PAD_PROBE_OK;
        },
        new Request{std::move(encoder)}, [](gpointer data) { delete static_cast<Request*>(data); });
}

std::string check_units(Pipeline& pipeline, const EncoderSpec& spec) {
    const auto sink = pipeline.element("units");
    bool heeded = spec.keyframe_request == KeyframeRequest::by_version;
    for (unsigned count = 0; count < trial_frames; ++count) {
        const auto sample = pull(sink.get());
        if (!sample) {
            const auto error = bus_error(pipeline);
            return error.empty() ? fmt::format("{} of {} pictures came out", count, trial_frames) : error;
        }
        const MappedBuffer unit(Ref<GstBuffer>::share(gst_sample_get_buffer(sample.get())));
        if (unit.bytes().empty())
            return "it makes empty units";
        const bool starts = starts_a_decoder(spec.codec, unit.bytes());
        if (count == 0 && !starts)
            return "its first picture is not a keyframe with parameter sets";
        heeded = heeded || (count >= trial_request && starts);
    }
    return heeded ? "" : "it makes no keyframe when asked for one";
}

/// Looks at the last picture, which has the faults of all before it.
std::string check_picture(Pipeline& pipeline) {
    const auto sink = pipeline.element("decoded");
    if (!sink)
        return "";
    Ref<GstSample> last;
    for (unsigned count = 0; count < trial_frames; ++count) {
        last = pull(sink.get());
        if (!last)
            return "what it makes does not decode";
    }
    const auto picture = trial_picture_of(last.get());
    return picture.empty() ? "its picture has another size"
                           : judge_trial_picture(paint_trial_picture(trial_frames - 1), picture);
}

std::array<const char*, 2> decoders_of(Codec codec) {
    switch (codec) {
    case Codec::hevc:
        return {"avdec_h265", "libde265dec"};
    case Codec::av1:
        return {"dav1ddec", "av1dec"};
    default:
        return {"avdec_h264", "openh264dec"};
    }
}

/// The decoder that checks; a machine that shares need not have one.
std::string decoding_branch(Codec codec) {
    for (const char* decoder : decoders_of(codec)) {
        if (has_element(decoder))
            return fmt::format(" t. ! queue ! {} ! videoconvert ! video/x-raw,format=I420 "
                               "! appsink name=decoded sync=false",
                               decoder);
    }
    return "";
}

} // namespace

std::string encode_and_compare(const EncoderSpec& spec) {
    const auto [width, height] = trial_picture_size;
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=given format=time max-bytes=0 "
                    "caps=video/x-raw,format=I420,width={},height={},framerate=30/1,colorimetry=bt709 "
                    "! videoconvert ! video/x-raw,format={} ! {} "
                    "! tee name=t ! queue ! appsink name=units sync=false{}",
                    width, height, spec.raw_format, encoder_chain(spec), decoding_branch(spec.codec)),
        {});
    // Without its driver an element has not even the properties of all elements.
    if (!pipeline)
        return pipeline.error().message.find(fmt::format("\"{}\"", spec.name)) != std::string::npos
                   ? "its driver does not start"
                   : pipeline.error().message;
    ask_for_keyframe(**pipeline, std::make_shared<EncoderElement>((*pipeline)->element("encoder"), spec, 30,
                                                                  trial_bitrate_kbps));
    if (const auto playing = (*pipeline)->play(); !playing)
        return fmt::format("its driver does not start ({})", playing.error().message);
    push_pictures(**pipeline);
    auto failure = check_units(**pipeline, spec);
    return failure.empty() ? check_picture(**pipeline) : failure;
}

int run_encoder_trial(std::string_view name) {
    alarm(child_lifetime_s);
    const auto* spec = find_encoder(name);
    std::string failure = "unknown encoder";
    if (spec)
        failure = encode_and_compare(*spec);
    alarm(0);
    if (!failure.empty())
        std::puts(failure.c_str());
    std::fflush(stdout);
    return failure.empty() ? 0 : 1;
}

} // namespace pixelpass
