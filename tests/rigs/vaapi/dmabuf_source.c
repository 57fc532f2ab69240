// SPDX-License-Identifier: MIT OR Apache-2.0
// Pictures of one colour in file descriptors, as a compositor hands them out; memfds stand for the dma-bufs.
//
//     dmabuf_source WIDTH HEIGHT FORMAT COLOUR COUNT DESCRIPTION
//
// COLOUR is RRGGBB, or YYUUVV for a format of YUV. DESCRIPTION is that of the elements that the pictures go
// through, as gst-launch-1.0 has it. Ends when all have gone through; with 1 if an element fails, and says
// why.
#define _GNU_SOURCE
#include <gst/allocators/gstdmabuf.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

struct picture {
    GstVideoInfo info;
    guint8 components[3];
};

static void fail(const char* what) {
    g_printerr("%s\n", what);
    exit(2);
}

static struct picture read_picture(char** arguments) {
    struct picture picture;
    const GstVideoFormat format = gst_video_format_from_string(arguments[2]);
    if (!gst_video_info_set_format(&picture.info, format, (guint)atoi(arguments[0]),
                                   (guint)atoi(arguments[1])))
        fail("no such picture");
    GstVideoAlignment padding;
    gst_video_alignment_reset(&padding);
    padding.padding_right = 16; // so that who ignores the stride shows
    gst_video_info_align(&picture.info, &padding);
    const unsigned long colour = strtoul(arguments[3], NULL, 16);
    for (int i = 0; i < 3; ++i)
        picture.components[i] = (guint8)(colour >> (16 - 8 * i));
    return picture;
}

static void paint(const struct picture* picture, guint8* data) {
    const GstVideoInfo* info = &picture->info;
    for (guint component = 0; component < 3; ++component)
        for (gint y = 0; y < GST_VIDEO_INFO_COMP_HEIGHT(info, component); ++y) {
            guint8* row = data + GST_VIDEO_INFO_COMP_OFFSET(info, component) +
                          (gsize)y * (gsize)GST_VIDEO_INFO_COMP_STRIDE(info, component);
            for (gint x = 0; x < GST_VIDEO_INFO_COMP_WIDTH(info, component); ++x)
                row[x * GST_VIDEO_INFO_COMP_PSTRIDE(info, component)] = picture->components[component];
        }
}

static GstBuffer* new_buffer(const struct picture* picture, GstAllocator* allocator) {
    const gsize size = GST_VIDEO_INFO_SIZE(&picture->info);
    const int file = memfd_create("picture", MFD_CLOEXEC);
    if (file < 0 || ftruncate(file, (off_t)size) != 0)
        fail("no memory");
    guint8* data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (data == MAP_FAILED)
        fail("no memory");
    paint(picture, data);
    munmap(data, size);
    GstBuffer* buffer = gst_buffer_new();
    gst_buffer_append_memory(buffer, gst_dmabuf_allocator_alloc(allocator, file, size));
    GstVideoInfo info = picture->info;
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT(&info),
                                   (guint)info.width, (guint)info.height, GST_VIDEO_INFO_N_PLANES(&info),
                                   info.offset, info.stride);
    return buffer;
}

static void push_all(const struct picture* picture, int count, GstAppSrc* source) {
    GstAllocator* allocator = gst_dmabuf_allocator_new();
    for (int i = 0; i < count; ++i) {
        GstBuffer* buffer = new_buffer(picture, allocator);
        GST_BUFFER_PTS(buffer) = (GstClockTime)i * GST_SECOND / 30;
        GST_BUFFER_DURATION(buffer) = GST_SECOND / 30;
        gst_app_src_push_buffer(source, buffer);
    }
    gst_app_src_end_of_stream(source);
    gst_object_unref(allocator);
}

static bool ends_well(GstElement* pipeline) {
    GstBus* bus = gst_element_get_bus(pipeline);
    GstMessage* message =
        gst_bus_timed_pop_filtered(bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
    const bool well = GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS;
    if (!well) {
        GError* error = NULL;
        char* details = NULL;
        gst_message_parse_error(message, &error, &details);
        g_printerr("%s\n%s\n", error->message, details ? details : "");
        g_error_free(error);
        g_free(details);
    }
    gst_message_unref(message);
    gst_object_unref(bus);
    return well;
}

int main(int argc, char** argv) {
    if (argc != 7)
        fail("usage: dmabuf_source WIDTH HEIGHT FORMAT COLOUR COUNT DESCRIPTION");
    gst_init(NULL, NULL);
    const struct picture picture = read_picture(argv + 1);
    char* description =
        g_strdup_printf("appsrc name=source format=time max-bytes=0 "
                        "caps=video/x-raw(memory:DMABuf),format=%s,width=%s,height=%s,framerate=30/1 ! %s",
                        argv[3], argv[1], argv[2], argv[6]);
    GError* error = NULL;
    GstElement* pipeline = gst_parse_launch(description, &error);
    if (error)
        fail(error->message);
    GstElement* source = gst_bin_get_by_name(GST_BIN(pipeline), "source");
    gst_element_set_state(pipeline, GST_STATE_PLAYING);
    push_all(&picture, atoi(argv[5]), GST_APP_SRC(source));
    const bool well = ends_well(pipeline);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(source);
    gst_object_unref(pipeline);
    g_free(description);
    return well ? 0 : 1;
}
