// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/system_sound.h"

#include "base/log.h"

#include <spa/param/audio/format-utils.h>

#include <array>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

constexpr std::uint32_t sample_rate = 48'000;
constexpr std::uint32_t channels = 2;
constexpr std::size_t frame_size = channels * sizeof(float);

pw_properties* stream_properties() {
    return pw_properties_new(PW_KEY_NODE_NAME, "pixelpass-sound", PW_KEY_NODE_DESCRIPTION, "pixelpass sound",
                             PW_KEY_APP_NAME, "pixelpass", PW_KEY_MEDIA_TYPE, "Audio", PW_KEY_MEDIA_CATEGORY,
                             "Capture", PW_KEY_MEDIA_ROLE, "Screen",
                             // The monitor of a sink, and never a source.
                             PW_KEY_STREAM_CAPTURE_SINK, "true",
                             // A volume or a source that somebody once gave to a stream of this name.
                             "state.restore-props", "false", "state.restore-target", "false",
                             PW_KEY_NODE_LATENCY, "512/48000",
                             // Silence goes on when there is nothing to capture.
                             PW_KEY_NODE_ALWAYS_PROCESS, "true", PW_KEY_NODE_WANT_DRIVER, "true", nullptr);
}

Microseconds duration_of(std::size_t frames) {
    return Microseconds(static_cast<std::int64_t>(frames) * 1'000'000 / sample_rate);
}

std::span<const float> samples_of(const pw_buffer* buffer) {
    const spa_data& data = buffer->buffer->datas[0];
    if (!data.data || data.chunk->offset > data.maxsize)
        return {};
    const std::size_t size = std::min(data.chunk->size, data.maxsize - data.chunk->offset);
    const auto* begin = static_cast<const std::byte*>(data.data) + data.chunk->offset;
    return {reinterpret_cast<const float*>(begin), size / frame_size * channels};
}

std::int64_t now_of(pw_stream* stream) {
    pw_time time{};
    pw_stream_get_time_n(stream, &time, sizeof time);
    return time.now;
}

} // namespace

const pw_stream_events SystemSound::stream_events = [] {
    pw_stream_events events{};
    events.version = PW_VERSION_STREAM_EVENTS;
    events.state_changed = state_changed;
    events.process = process;
    return events;
}();

Result<std::unique_ptr<SystemSound>> SystemSound::start(Events events) {
    std::unique_ptr<SystemSound> sound(new SystemSound(std::move(events)));
    if (auto connected = sound->connect(); !connected)
        return fail(connected);
    return sound;
}

SystemSound::SystemSound(Events events)
    : events_(std::move(events)) {}

Result<void> SystemSound::connect() {
    auto connection = PipeWireConnection::open([this] {
        // The callback may destroy this object: nothing may follow it.
        if (const auto on_lost = std::exchange(events_.on_lost, nullptr))
            on_lost({Code::audio, "the sound is lost: PipeWire has ended", "share again once PipeWire runs"});
    });
    if (!connection)
        return fail(Code::audio, "no sound: " + connection.error().message,
                    connection.error().hint + ", or share without sound: --audio none");
    connection_ = std::move(*connection);
    stream_.reset(pw_stream_new(connection_->core(), "pixelpass sound", stream_properties()));
    pw_stream_add_listener(stream_.get(), hook_.get(), &stream_events, this);

    spa_audio_info_raw format{};
    format.format = SPA_AUDIO_FORMAT_F32;
    format.rate = sample_rate;
    format.channels = channels;
    format.position[0] = SPA_AUDIO_CHANNEL_FL;
    format.position[1] = SPA_AUDIO_CHANNEL_FR;
    std::array<std::uint8_t, 1024> storage;
    spa_pod_builder builder{};
    spa_pod_builder_init(&builder, storage.data(), storage.size());
    const spa_pod* parameters = spa_format_audio_raw_build(&builder, SPA_PARAM_EnumFormat, &format);
    const auto flags = static_cast<pw_stream_flags>(PW_STREAM_FLAG_AUTOCONNECT | PW_STREAM_FLAG_MAP_BUFFERS);
    if (pw_stream_connect(stream_.get(), PW_DIRECTION_INPUT, PW_ID_ANY, flags, &parameters, 1) < 0)
        return fail(Code::audio, "no sound: PipeWire refuses to have its sound captured",
                    "share without sound: --audio none");
    return {};
}

void SystemSound::process(void* self) { static_cast<SystemSound*>(self)->take_samples(); }

void SystemSound::state_changed(void*, pw_stream_state before, pw_stream_state now, const char* error) {
    spdlog::info("sound capture: {} -> {} {}", pw_stream_state_as_string(before),
                 pw_stream_state_as_string(now), error ? error : "");
}

void SystemSound::take_samples() {
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
        older_frames += samples_of(buffers[i]).size() / channels;
    for (auto* buffer : buffers) {
        deliver(buffer, newest - duration_of(older_frames));
        older_frames -= std::min(older_frames, samples_of(buffer).size() / channels);
        pw_stream_queue_buffer(stream_.get(), buffer);
    }
}

void SystemSound::deliver(pw_buffer* buffer, Microseconds measured) {
    const auto samples = samples_of(buffer);
    if (!samples.empty())
        events_.on_samples(samples, clock_.stamp(measured, samples.size() / channels));
}

} // namespace pixelpass
