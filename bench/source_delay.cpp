// SPDX-License-Identifier: MIT OR Apache-2.0
// Encodes and decodes what is on the screen, and prints one JSON object a line for each picture: the number
// in its time strip, and when it was decoded (CLOCK_MONOTONIC, in µs).
//   bench_source_delay x11|portal               by our capture and pacer
//   bench_source_delay GST-LAUNCH-FRAGMENT      by that fragment, which gives I420
// The encoder, its settings and the decoder are the same. Until SIGINT or SIGTERM.
#include "base/log.h"
#include "base/main_loop.h"
#include "base/monotonic.h"
#include "capture/source_request.h"
#include "gst/encoder_element.h"
#include "gst/mapped_buffer.h"
#include "gst/video_pipeline.h"
#include "support/read_time_strip.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace {

using namespace pixelpass;

constexpr unsigned frame_rate = 30;
constexpr unsigned bitrate_kbps = 6000;

/// Has `take` called on a streaming thread with each sample that comes to `sink`.
void pull(const Ref<GstElement>& sink, std::function<void(GstSample*)> take) {
    using Take = std::function<void(GstSample*)>;
    GstAppSinkCallbacks callbacks{};
    callbacks.new_sample = [](GstAppSink* from, gpointer self) {
        if (const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(from)))
            (*static_cast<Take*>(self))(sample.get());
        return GST_FLOW_OK;
    };
    gst_app_sink_set_callbacks(GST_APP_SINK(sink.get()), &callbacks, new Take(std::move(take)),
                               [](gpointer self) { delete static_cast<Take*>(self); });
}

[[noreturn]] void die(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::_Exit(1);
}

/// What there is, or the end of the program.
template <typename T>
T needed(Result<T> result) {
    if (!result)
        die(result.error().message);
    return std::move(*result);
}

std::unique_ptr<Pipeline> make_pipeline(const std::string& description) {
    return needed(Pipeline::parse(
        description, {.on_error = [](const ElementError& error) { die(error.message + " " + error.detail); },
                      .on_end = [] { die("the pipeline ended"); }}));
}

void play(Pipeline& pipeline) {
    if (const auto playing = pipeline.play(); !playing)
        die(playing.error().message);
}

/// Decodes, reads the strip, and says when.
class StripReader {
public:
    StripReader()
        : pipeline_(make_pipeline("appsrc name=in format=time max-bytes=0 "
                                  "caps=video/x-h264,stream-format=byte-stream,alignment=au ! h264parse "
                                  "! avdec_h264 max-threads=1 ! videoconvert ! video/x-raw,format=I420 "
                                  "! appsink name=out sync=false enable-last-sample=false"))
        , in_(pipeline_->element("in")) {
        pull(pipeline_->element("out"), read);
        play(*pipeline_);
    }

    /// Any thread.
    void push(const void* bytes, std::size_t size) const {
        gst_app_src_push_buffer(GST_APP_SRC(in_.get()), gst_buffer_new_memdup(bytes, size));
    }

private:
    static void read(GstSample* picture) {
        const auto now = monotonic_now();
        if (const auto number = test::read_time_strip(test::luma_of(picture)))
            fmt::print(R"({{"number":{},"at":{}}})"
                       "\n",
                       *number, now.count());
        std::fflush(stdout);
    }

    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> in_;
};

void measure_ours(SourceRequest::Kind kind, const StripReader& reader, MainLoop& loop) {
    const auto source =
        needed(open_source({.kind = kind, .cursor = true, .display = {}, .target = {}, .forget = false}));
    const auto pipeline = needed(VideoPipeline::start(
        *find_encoder("x264enc"), {.frame_rate = frame_rate, .size = {}, .bitrate_kbps = bitrate_kbps},
        {.encoding = {.on_unit =
                          [&](const SharedUnit& unit) {
                              reader.push(unit->payload.view.data(), unit->payload.view.size());
                          },
                      .on_failed = [](const EncoderFailure& failure) { die(failure.error.message); }},
         .source = {.on_size = [](Size) {},
                    .on_lost = [](const SourceLoss& loss) { die(loss.error.message); }}}));
    if (const auto shown = pipeline->show(source); !shown)
        die(shown.error().message);
    loop.run();
}

void measure_plain(const std::string& fragment, const StripReader& reader, MainLoop& loop) {
    const auto& spec = *find_encoder("x264enc");
    const auto pipeline =
        make_pipeline(fragment + " ! " + encoder_chain(spec) +
                      " ! appsink name=units sync=false max-buffers=4 enable-last-sample=false");
    const EncoderElement encoder(pipeline->element("encoder"), spec, frame_rate, bitrate_kbps);
    pull(pipeline->element("units"), [&](GstSample* sample) {
        const MappedBuffer unit(Ref<GstBuffer>::share(gst_sample_get_buffer(sample)));
        reader.push(unit.bytes().data(), unit.bytes().size());
    });
    play(*pipeline);
    loop.run();
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: bench_source_delay x11|portal|GST-LAUNCH-FRAGMENT\n", stderr);
        return 2;
    }
    const std::string what = argv[1];
    start_log(Verbosity::quiet);
    MainLoop loop;
    const Source interrupt = on_signal(SIGINT, [&] { loop.quit(); });
    const Source terminate = on_signal(SIGTERM, [&] { loop.quit(); });
    const StripReader reader;
    if (what == "x11")
        measure_ours(SourceRequest::Kind::x11, reader, loop);
    else if (what == "portal")
        measure_ours(SourceRequest::Kind::portal, reader, loop);
    else
        measure_plain(what, reader, loop);
}
