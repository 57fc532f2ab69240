// SPDX-License-Identifier: MIT OR Apache-2.0
// A viewer that listens for beeps which begin at each whole second of CLOCK_MONOTONIC (tests/rigs/beeper.c),
// and prints for each one JSON object a line: how long after the second its beginning was decoded, in µs.
//   bench_sound_delay TICKET RENDITION        until SIGINT or SIGTERM
#include "base/log.h"
#include "base/monotonic.h"
#include "gst/mapped_buffer.h"
#include "media/sound_format.h"
#include "net/endpoint.h"
#include "support/sound.h"
#include "wire/alpn.h"
#include "wire/messages.h"
#include "wire/unit_header.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace pixelpass;

template <typename T>
T needed(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return std::move(*result);
}

/// Decodes sound and tells of beginnings: what is loud after a while of quiet.
class BeepReader {
public:
    explicit BeepReader(Rendition rendition)
        : pipeline_(needed(Pipeline::parse("appsrc name=in format=time max-bytes=0 " +
                                               test::decoder_of(sound_format(rendition)) +
                                               " ! audioconvert ! audio/x-raw,format=F32LE,channels=2 "
                                               "! appsink name=out sync=false enable-last-sample=false",
                                           {})))
        , in_(pipeline_->element("in"))
        , out_(pipeline_->element("out")) {
        GstAppSinkCallbacks callbacks{};
        callbacks.new_sample = pull;
        gst_app_sink_set_callbacks(GST_APP_SINK(out_.get()), &callbacks, this, nullptr);
        std::ignore = pipeline_->play();
    }

    void push(ByteView unit) {
        gst_app_src_push_buffer(GST_APP_SRC(in_.get()), gst_buffer_new_memdup(unit.data(), unit.size()));
    }

private:
    static GstFlowReturn pull(GstAppSink* sink, gpointer self) {
        if (const auto sample = Ref<GstSample>::adopt(gst_app_sink_pull_sample(sink))) {
            const MappedBuffer mapped(Ref<GstBuffer>::share(gst_sample_get_buffer(sample.get())));
            static_cast<BeepReader*>(self)->listen(mapped.bytes());
        }
        return GST_FLOW_OK;
    }

    void listen(ByteView bytes) {
        constexpr float loud = 0.1F;
        constexpr std::size_t quiet_samples = std::size_t{sound_sample_rate} * sound_channels / 2;
        const auto now = monotonic_now();
        const std::span samples(reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float));
        for (const float sample : samples) {
            const bool begins = std::abs(sample) > loud && quiet_ > quiet_samples;
            quiet_ = std::abs(sample) > loud ? 0 : quiet_ + 1;
            if (!begins)
                continue;
            // A sample is given to the graph a little before it is due: its delay may be below nothing.
            constexpr std::chrono::milliseconds half(500);
            fmt::print("{{\"delay_us\":{}}}\n", ((now + half) % std::chrono::seconds(1) - half).count());
            std::fflush(stdout);
        }
    }

    std::size_t quiet_ = 0; ///< samples since the last loud one; streaming thread
    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> in_;
    Ref<GstElement> out_;
};

/// Dials, asks for the sound alone, and hands it to a reader.
class Listener {
public:
    Listener(const std::string& ticket, Rendition rendition)
        : rendition_(rendition)
        , reader_(rendition) {
        net::EndpointOptions options;
        options.relay = net::RelayMode::none;
        endpoint_ = needed(net::Endpoint::create(options, {}));
        if (auto dialled = endpoint_->connect(ticket, {wire::alpn_live},
                                              [this](auto made) { use(needed(std::move(made))); });
            !dialled)
            std::fprintf(stderr, "%s\n", dialled.error().message.c_str());
    }

private:
    void use(std::unique_ptr<net::Connection> connection) {
        connection_ = std::move(connection);
        connection_->listen({.on_message = [this](const SharedBytes& message) { take(message); },
                             .on_stream = {},
                             .on_path_changed = {},
                             .on_closed = [](const net::CloseInfo&) {}});
        control_ = connection_->open_stream();
        control_->listen({.on_data = [](ByteView) {}, .on_ended = {}});
        control_->write(wire::encode(wire::Hello{}));
        control_->write(
            wire::encode(wire::Subscribe{{{.kind = rendition_.kind, .rendition = rendition_.id}}}));
    }

    void take(const SharedBytes& message) {
        if (const auto unit = needed(wire::decode_unit(message.view)))
            reader_.push(message.view.subspan(unit->payload_offset));
    }

    const Rendition rendition_;
    BeepReader reader_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: bench_sound_delay TICKET RENDITION\n", stderr);
        return 2;
    }
    start_log(Verbosity::quiet);
    MainLoop loop;
    const Source interrupt = on_signal(SIGINT, [&] { loop.quit(); });
    const Source terminate = on_signal(SIGTERM, [&] { loop.quit(); });
    const Listener listener(argv[1], {MediaKind::audio, static_cast<std::uint64_t>(std::atoi(argv[2]))});
    loop.run();
}
