// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include "gst/encoder_element.h"
#include "gst/init.h"
#include "gst/mapped_buffer.h"
#include "gst/pipeline.h"
#include "media/keyframe.h"

#include <gst/app/gstappsink.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace pixelpass {
namespace {

constexpr unsigned trial_frames = 10;
/// The parent kills a child that hangs; should the parent be gone, the child ends itself.
constexpr unsigned last_resort_seconds = 20;

Ref<GstSample> pull(GstElement* sink) {
    return Ref<GstSample>::adopt(gst_app_sink_try_pull_sample(GST_APP_SINK(sink), 3 * GST_SECOND));
}

std::string bus_error(Pipeline& pipeline) {
    const auto bus = Ref<GstBus>::adopt(gst_element_get_bus(pipeline.get()));
    const auto message = Ref<GstMessage>::adopt(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
    if (!message)
        return "";
    GError* error = nullptr;
    gst_message_parse_error(message.get(), &error, nullptr);
    std::string text = error->message;
    g_error_free(error);
    while (text.ends_with('.'))
        text.pop_back();
    return text;
}

std::string check_units(Pipeline& pipeline, Codec codec) {
    const auto sink = pipeline.element("units");
    for (unsigned count = 0; count < trial_frames; ++count) {
        const auto sample = pull(sink.get());
        if (!sample) {
            const auto error = bus_error(pipeline);
            const auto made =
                std::to_string(count) + " of " + std::to_string(trial_frames) + " frames came out";
            return error.empty() ? made : error;
        }
        const MappedBuffer unit(Ref<GstBuffer>::share(gst_sample_get_buffer(sample.get())));
        if (unit.bytes().empty())
            return "a frame came out empty";
        if (count == 0 && !starts_a_decoder(codec, unit.bytes()))
            return "its first frame is not a keyframe with parameter sets";
    }
    return "";
}

/// A green or black picture is what a driver gives that did not see the frame that it was handed.
bool has_a_picture(const MappedBuffer& luma) {
    const auto bytes = luma.bytes();
    if (bytes.empty())
        return false;
    const auto [least, most] = std::ranges::minmax_element(bytes);
    return std::to_integer<int>(*most) - std::to_integer<int>(*least) > 64;
}

std::string check_picture(Pipeline& pipeline) {
    const auto sink = pipeline.element("pictures");
    if (!sink)
        return "";
    for (unsigned count = 0; count < trial_frames; ++count) {
        const auto sample = pull(sink.get());
        if (!sample)
            return "what it makes does not decode";
        if (!has_a_picture(MappedBuffer(Ref<GstBuffer>::share(gst_sample_get_buffer(sample.get())))))
            return "what it makes decodes to an empty picture";
    }
    return "";
}

/// The decoder that checks; a machine that shares need not have one.
std::string decoding_branch(Codec codec) {
    constexpr std::array<std::array<const char*, 2>, 3> decoders{
        {{"avdec_h264", "openh264dec"}, {"avdec_h265", "libde265dec"}, {"dav1ddec", "av1dec"}}};
    for (const char* decoder : decoders.at(static_cast<std::size_t>(codec))) {
        if (Ref<GstElementFactory>::adopt(gst_element_factory_find(decoder)))
            return std::string(" t. ! queue ! ") + decoder +
                   " ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=pictures sync=false";
    }
    return "";
}

std::string trial(const EncoderSpec& spec) {
    const std::string description =
        "videotestsrc num-buffers=" + std::to_string(trial_frames) +
        " ! video/x-raw,format=" + std::string(spec.raw_format) +
        ",width=640,height=360,framerate=30/1,colorimetry=bt709 ! " + encoder_chain(spec) +
        " ! tee name=t ! queue ! appsink name=units sync=false" + decoding_branch(spec.codec);
    auto pipeline = Pipeline::parse(description, {});
    if (!pipeline)
        return pipeline.error().message;
    const EncoderElement encoder((*pipeline)->element("encoder"), spec, 30, 1000);
    if (const auto playing = (*pipeline)->play(); !playing)
        return playing.error().message;
    auto failure = check_units(**pipeline, spec.codec);
    return failure.empty() ? check_picture(**pipeline) : failure;
}

} // namespace

int run_encoder_trial(std::string_view name) {
    alarm(last_resort_seconds);
    const auto* spec = find_encoder(name);
    std::string failure = "unknown encoder";
    if (spec)
        failure = trial(*spec);
    alarm(0);
    if (!failure.empty())
        std::puts(failure.c_str());
    std::fflush(stdout);
    return failure.empty() ? 0 : 1;
}

} // namespace pixelpass
