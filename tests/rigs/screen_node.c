// SPDX-License-Identifier: MIT OR Apache-2.0
// What a compositor puts into PipeWire for a screencast: a video source of one colour, in BGRx and shared
// memory.
//
//     screen_node WIDTH HEIGHT RRGGBB moving|still [dmabuf]
//
// With "dmabuf" it has DMABufs, too, for who wants them: shared memory stands for a graphics card's.
// Prints the id of its node. A moving one sends 30 pictures a second, a still one a single picture
// whenever its stream starts, as compositors do.
#define _GNU_SOURCE
#include <pipewire/pipewire.h>
#include <spa/param/video/format-utils.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// DRM_FORMAT_MOD_LINEAR and I915_FORMAT_MOD_X_TILED of drm_fourcc.h.
static const int64_t linear_modifier = 0, some_tiled_modifier = (int64_t)1 << 56 | 1;

struct node {
    struct pw_main_loop* loop;
    struct pw_stream* stream;
    struct spa_source* timer;
    uint32_t width, height, colour;
    bool still, has_dmabufs, told, sent;
    uint32_t memory_type; // SPA_DATA_*
};

// As all compositors do, it brings its own memory.
static void add_buffer(void* data, struct pw_buffer* buffer) {
    struct node* self = data;
    struct spa_data* memory = &buffer->buffer->datas[0];
    memory->type = self->memory_type;
    memory->flags = SPA_DATA_FLAG_READWRITE;
    memory->mapoffset = 0;
    memory->maxsize = self->width * 4 * self->height;
    memory->fd = memfd_create("screen", MFD_CLOEXEC);
    if (memory->fd < 0 || ftruncate((int)memory->fd, memory->maxsize) != 0)
        abort();
    memory->data = mmap(NULL, memory->maxsize, PROT_READ | PROT_WRITE, MAP_SHARED, (int)memory->fd, 0);
    if (memory->data == MAP_FAILED)
        abort();
}

static void remove_buffer(void* data, struct pw_buffer* buffer) {
    (void)data;
    struct spa_data* memory = &buffer->buffer->datas[0];
    munmap(memory->data, memory->maxsize);
    close((int)memory->fd);
}

static void send_picture(void* data, uint64_t expirations) {
    (void)expirations;
    struct node* self = data;
    struct pw_buffer* buffer = self->still && self->sent ? NULL : pw_stream_dequeue_buffer(self->stream);
    if (!buffer)
        return;
    struct spa_data* memory = &buffer->buffer->datas[0];
    for (size_t i = 0; i < (size_t)self->width * self->height; ++i)
        memcpy((char*)memory->data + i * 4, &self->colour, 4);
    memory->chunk->offset = 0;
    memory->chunk->stride = (int32_t)self->width * 4;
    memory->chunk->size = self->width * 4 * self->height;
    pw_stream_queue_buffer(self->stream, buffer);
    self->sent = true;
}

static void state_changed(void* data, enum pw_stream_state before, enum pw_stream_state now,
                          const char* error) {
    (void)before;
    struct node* self = data;
    if (now == PW_STREAM_STATE_ERROR) {
        fprintf(stderr, "%s\n", error);
        exit(1);
    }
    if (now == PW_STREAM_STATE_PAUSED && !self->told) {
        self->told = true;
        printf("%u\n", pw_stream_get_node_id(self->stream));
        fflush(stdout);
    }
    self->sent = false;
    const bool streams = now == PW_STREAM_STATE_STREAMING;
    // The first comes with the next refresh of the screen.
    struct timespec first = {0, streams ? 16000000 : 0}, interval = {0, streams ? 33000000 : 0};
    pw_loop_update_timer(pw_main_loop_get_loop(self->loop), self->timer, &first, &interval, false);
}

static void param_changed(void* data, uint32_t id, const struct spa_pod* format) {
    struct node* self = data;
    if (id != SPA_PARAM_Format || !format)
        return;
    self->memory_type =
        spa_pod_find_prop(format, NULL, SPA_FORMAT_VIDEO_modifier) ? SPA_DATA_DmaBuf : SPA_DATA_MemFd;
    char storage[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(storage, sizeof storage);
    const int stride = (int)self->width * 4;
    const struct spa_pod* buffers = spa_pod_builder_add_object(
        &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
        SPA_POD_CHOICE_RANGE_Int(4, 2, 8), SPA_PARAM_BUFFERS_blocks, SPA_POD_Int(1), SPA_PARAM_BUFFERS_size,
        SPA_POD_Int(stride * (int)self->height), SPA_PARAM_BUFFERS_stride, SPA_POD_Int(stride),
        SPA_PARAM_BUFFERS_dataType, SPA_POD_CHOICE_FLAGS_Int(1 << self->memory_type));
    pw_stream_update_params(self->stream, &buffers, 1);
}

static const struct spa_pod* offered_format(const struct node* self, struct spa_pod_builder* builder,
                                            bool dmabuf) {
    struct spa_rectangle size = {self->width, self->height};
    struct spa_fraction variable = {0, 1}, most = {30, 1}, slowest = {1, 1};
    struct spa_pod_frame frame;
    spa_pod_builder_push_object(builder, &frame, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
    spa_pod_builder_add(builder, SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video),
                        SPA_FORMAT_mediaSubtype, SPA_POD_Id(SPA_MEDIA_SUBTYPE_raw), SPA_FORMAT_VIDEO_format,
                        SPA_POD_Id(SPA_VIDEO_FORMAT_BGRx), SPA_FORMAT_VIDEO_size, SPA_POD_Rectangle(&size),
                        SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction(&variable),
                        SPA_FORMAT_VIDEO_maxFramerate, SPA_POD_CHOICE_RANGE_Fraction(&most, &slowest, &most),
                        0);
    if (dmabuf) {
        // As compositors list them: the default, then all, of which one is to be chosen.
        struct spa_pod_frame choice;
        spa_pod_builder_prop(builder, SPA_FORMAT_VIDEO_modifier,
                             SPA_POD_PROP_FLAG_MANDATORY | SPA_POD_PROP_FLAG_DONT_FIXATE);
        spa_pod_builder_push_choice(builder, &choice, SPA_CHOICE_Enum, 0);
        spa_pod_builder_long(builder, some_tiled_modifier);
        spa_pod_builder_long(builder, some_tiled_modifier);
        spa_pod_builder_long(builder, linear_modifier);
        spa_pod_builder_pop(builder, &choice);
    }
    return spa_pod_builder_pop(builder, &frame);
}

int main(int argc, char** argv) {
    if (argc < 5)
        return 2;
    struct node self = {.width = (uint32_t)atoi(argv[1]),
                        .height = (uint32_t)atoi(argv[2]),
                        .colour = (uint32_t)strtoul(argv[3], NULL, 16),
                        .still = strcmp(argv[4], "still") == 0,
                        .has_dmabufs = argc > 5 && strcmp(argv[5], "dmabuf") == 0};
    static const struct pw_stream_events events = {PW_VERSION_STREAM_EVENTS, .state_changed = state_changed,
                                                   .param_changed = param_changed, .add_buffer = add_buffer,
                                                   .remove_buffer = remove_buffer};
    pw_init(&argc, &argv);
    self.loop = pw_main_loop_new(NULL);
    self.timer = pw_loop_add_timer(pw_main_loop_get_loop(self.loop), send_picture, &self);
    self.stream =
        pw_stream_new_simple(pw_main_loop_get_loop(self.loop), "screen node",
                             pw_properties_new(PW_KEY_MEDIA_CLASS, "Video/Source", NULL), &events, &self);
    char storage[1024];
    struct spa_pod_builder builder = SPA_POD_BUILDER_INIT(storage, sizeof storage);
    const struct spa_pod* formats[2];
    uint32_t count = 0;
    if (self.has_dmabufs)
        formats[count++] = offered_format(&self, &builder, true);
    formats[count++] = offered_format(&self, &builder, false);
    if (pw_stream_connect(self.stream, PW_DIRECTION_OUTPUT, PW_ID_ANY,
                          PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_ALLOC_BUFFERS, formats, count) < 0)
        return 1;
    return pw_main_loop_run(self.loop) < 0;
}
