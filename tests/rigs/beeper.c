// SPDX-License-Identifier: MIT OR Apache-2.0
// An application that beeps through PipeWire for the first tenth of each second of CLOCK_MONOTONIC, exactly:
// what is heard in a cycle of the graph begins when the cycle does.
//
//     beeper
//
// Says "playing" once it does. In between there is silence.
#include <math.h>
#include <pipewire/pipewire.h>
#include <spa/param/audio/format-utils.h>
#include <stdio.h>

enum { RATE = 48000, CHANNELS = 2, HERTZ = 1760 };

struct beeper {
    struct pw_main_loop* loop;
    struct pw_stream* stream;
    bool told;
};

// The sample that is heard at that time, in ns.
static float sample_at(int64_t time) {
    const int64_t second = SPA_NSEC_PER_SEC;
    const double place = (double)(time % second) / SPA_NSEC_PER_SEC;
    return place < 0.1 ? (float)(0.3 * sin(2 * M_PI * HERTZ * place)) : 0;
}

static void process(void* data) {
    struct beeper* self = data;
    struct pw_buffer* buffer = pw_stream_dequeue_buffer(self->stream);
    if (!buffer)
        return;
    struct pw_time time;
    pw_stream_get_time_n(self->stream, &time, sizeof time);
    struct spa_data* memory = &buffer->buffer->datas[0];
    uint32_t frames = memory->maxsize / (CHANNELS * sizeof(float));
    if (buffer->requested && buffer->requested < frames)
        frames = (uint32_t)buffer->requested;
    float* samples = memory->data;
    for (uint32_t i = 0; i < frames; ++i) {
        const float sample = sample_at(time.now + (int64_t)i * SPA_NSEC_PER_SEC / RATE);
        for (int channel = 0; channel < CHANNELS; ++channel)
            *samples++ = sample;
    }
    memory->chunk->offset = 0;
    memory->chunk->stride = CHANNELS * sizeof(float);
    memory->chunk->size = frames * CHANNELS * sizeof(float);
    pw_stream_queue_buffer(self->stream, buffer);
    if (!self->told)
        puts("playing");
    fflush(stdout);
    self->told = true;
}

int main(int argc, char** argv) {
    pw_init(&argc, &argv);
    struct beeper self = {.loop = pw_main_loop_new(NULL)};
    static const struct pw_stream_events events = {PW_VERSION_STREAM_EVENTS, .process = process};
    self.stream = pw_stream_new_simple(
        pw_main_loop_get_loop(self.loop), "beeper",
        pw_properties_new(PW_KEY_MEDIA_TYPE, "Audio", PW_KEY_MEDIA_CATEGORY, "Playback", PW_KEY_MEDIA_ROLE,
                          "Game", PW_KEY_APP_NAME, "beeper", PW_KEY_NODE_LATENCY, "512/48000", NULL),
        &events, &self);
    uint8_t storage[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(storage, sizeof storage);
    struct spa_audio_info_raw format =
        SPA_AUDIO_INFO_RAW_INIT(.format = SPA_AUDIO_FORMAT_F32, .channels = CHANNELS, .rate = RATE);
    const struct spa_pod* parameters = spa_format_audio_raw_build(&builder, SPA_PARAM_EnumFormat, &format);
    // In the cycle itself: a thread of our own would write for a later one.
    if (pw_stream_connect(self.stream, PW_DIRECTION_OUTPUT, PW_ID_ANY,
                          PW_STREAM_FLAG_AUTOCONNECT | PW_STREAM_FLAG_MAP_BUFFERS | PW_STREAM_FLAG_RT_PROCESS,
                          &parameters, 1) < 0)
        return 1;
    pw_main_loop_run(self.loop);
}
