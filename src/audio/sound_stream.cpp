// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_stream.h"

#include "audio/downmix.h"
#include "audio/graph_model.h"
#include "base/log.h"
#include "media/sound_format.h"

#include <spa/param/audio/format-utils.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

constexpr std::size_t frame_size = captured_channels.size() * sizeof(float);
constexpr std::array positions{SPA_AUDIO_CHANNEL_FL, SPA_AUDIO_CHANNEL_FR, SPA_AUDIO_CHANNEL_FC,
                               SPA_AUDIO_CHANNEL_SL, SPA_AUDIO_CHANNEL_SR};
static_assert(positions.size() == captured_channels.size());

pw_properties* stream_properties() {
    return pw_properties_new(PW_KEY_NODE_NAME, "pixelpass-sound", PW_KEY_NODE_DESCRIPTION, "pixelpass sound",
                             PW_KEY_APP_NAME, "pixelpass", PW_KEY_MEDIA_TYPE, "Audio", PW_KEY_MEDIA_CATEGORY,
                             "Capture", PW_KEY_MEDIA_ROLE, "Screen",
                             // Session managers leave a class that they do not know alone. WirePlumber would
                             // want to set the ports of a Stream up, and were ours running by then, it would
                             // wait for that forever and link nobody's streams meanwhile.
                             PW_KEY_MEDIA_CLASS, capture_class, "adapter.auto-port-config",
                             "{ mode = dsp monitor = false position = preserve }", PW_KEY_NODE_LATENCY,
                             "512/48000",
                             // Silence goes on when there is nothing to capture.
                             PW_KEY_NODE_ALWAYS_PROCESS, "true", PW_KEY_NODE_WANT_DRIVER, "true", nullptr);
}

std::span<const float> samples_of(const pw_buffer* buffer) {
    const spa_data& data = buffer->buffer->datas[0];
    if (!data.data || data.chunk->offset > data.maxsize)
        return {};
    const std::size_t size = std::min(data.chunk->size, data.maxsize - data.chunk->offset);
    const auto* begin = static_cast<const std::byte*>(data.data) + data.chunk->offset;
    return {reinterpret_cast<const float*>(begin), size / frame_size * captured_channels.size()};
}

std::size_t frames_in(const pw_buffer* buffer) {
    return samples_of(buffer).size() / captured_channels.size();
}

std::int64_t now_of(pw_stream* stream) {
    pw_time time{};
    pw_stream_get_time_n(stream, &time, sizeof time);
    return time.now;
}

} // namespace

const pw_stream_events SoundStream::stream_events = [] {
    pw_stream_events events{};
    events.version = PW_VERSION_STREAM_EVENTS;
    events.state_changed = state_changed;
    events.process = process;
    return events;
}();

Result<std::unique_ptr<SoundStream>> SoundStream::start(const PipeWireConnection& connection, Events events) {
    std::unique_ptr<SoundStream> stream(new SoundStream(std::move(events)));
    if (auto connected = stream->connect(connection); !connected)
        return fail(connected);
    return stream;
}

SoundStream::SoundStream(Events events)
    : events_(std::move(events)) {}

Result<void> SoundStream::connect(const PipeWireConnection& connection) {
    stream_.reset(pw_stream_new(connection.core(), "pixelpass sound", stream_properties()));
    pw_stream_add_listener(stream_.get(), hook_.get(), &stream_events, this);

    spa_audio_info_raw format{};
    format.format = SPA_AUDIO_FORMAT_F32;
    format.rate = sound_sample_rate;
    format.channels = positions.size();
    std::ranges::copy(positions, format.position);
    std::array<std::uint8_t, 1024> storage;
    spa_pod_builder builder{};
    spa_pod_builder_init(&builder, storage.data(), storage.size());
    const spa_pod* parameters = spa_format_audio_raw_build(&builder, SPA_PARAM_EnumFormat, &format);
    if (pw_stream_connect(stream_.get(), PW_DIRECTION_INPUT, PW_ID_ANY, PW_STREAM_FLAG_MAP_BUFFERS,
                          &parameters, 1) < 0)
        return fail(Code::audio, "no sound: PipeWire refuses to have sound captured",
                    "share without sound: --audio none");
    return {};
}

void SoundStream::process(void* self) { static_cast<SoundStream*>(self)->take_samples(); }

void SoundStream::state_changed(void* self, pw_stream_state before, pw_stream_state now, const char* error) {
    spdlog::info("sound capture: {} -> {} {}", pw_stream_state_as_string(before),
                 pw_stream_state_as_string(now), error ? error : "");
    auto& stream = *static_cast<SoundStream*>(self);
    if ((now == PW_STREAM_STATE_ERROR || now == PW_STREAM_STATE_UNCONNECTED) && stream.events_.on_lost)
        // Later, outside of PipeWire's loop: whoever hears of it may destroy us.
        stream.loss_ = after(std::chrono::milliseconds(0), std::exchange(stream.events_.on_lost, nullptr));
}

void SoundStream::take_samples() {
    // The data thread goes on meanwhile: what is known of the time must belong to the last buffer taken.
    std::vector<pw_buffer*> buffers;
    std::int64_t cycle = 0;
    do {
        cycle = now_of(stream_.get());
        while (auto* buffer = pw_stream_dequeue_buffer(stream_.get()))
            buffers.push_back(buffer);
    } while (now_of(stream_.get()) != cycle);

    const auto newest = std::chrono::duration_cast<Microseconds>(std::chrono::nanoseconds(cycle));
    std::size_t older_frames = 0;
    for (std::size_t i = 0; i + 1 < buffers.size(); ++i)
        older_frames += frames_in(buffers[i]);
    for (auto* buffer : buffers) {
        deliver(buffer, newest - sound_length(older_frames));
        older_frames -= std::min(older_frames, frames_in(buffer));
        pw_stream_queue_buffer(stream_.get(), buffer);
    }
}

void SoundStream::deliver(pw_buffer* buffer, Microseconds measured) {
    mix_down(samples_of(buffer), stereo_);
    if (!stereo_.empty())
        events_.on_samples(stereo_, clock_.stamp(measured, frames_in(buffer)));
}

} // namespace pixelpass
