// SPDX-License-Identifier: MIT OR Apache-2.0
// For LD_PRELOAD: makes xdg-desktop-portal-wlr 0.7.0 work on a compositor without DMA-BUF, as sway with
// pixman is. It starts no cast before it has heard of a DMA-BUF format, and Start answers 2. So we tell it
// one; as there are no modifiers for that, it offers shared memory alone, and all goes well. Version 0.8
// needs none of this.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

#define XRGB8888 0x34325258

struct wl_proxy;

// zwlr_screencopy_frame_v1_listener of wlr-screencopy-unstable-v1
struct frame_listener {
    void (*buffer)(void*, struct wl_proxy*, uint32_t format, uint32_t width, uint32_t height,
                   uint32_t stride);
    void (*flags)(void*, struct wl_proxy*, uint32_t);
    void (*ready)(void*, struct wl_proxy*, uint32_t, uint32_t, uint32_t);
    void (*failed)(void*, struct wl_proxy*);
    void (*damage)(void*, struct wl_proxy*, uint32_t, uint32_t, uint32_t, uint32_t);
    void (*linux_dmabuf)(void*, struct wl_proxy*, uint32_t format, uint32_t width, uint32_t height);
    void (*buffer_done)(void*, struct wl_proxy*);
};

static struct frame_listener theirs, ours;

static void buffer(void* data, struct wl_proxy* frame, uint32_t format, uint32_t width, uint32_t height,
                   uint32_t stride) {
    theirs.linux_dmabuf(data, frame, XRGB8888, width, height);
    theirs.buffer(data, frame, format, width, height, stride);
}

int wl_proxy_add_listener(struct wl_proxy* proxy, void (**listener)(void), void* data) {
    int (*add)(struct wl_proxy*, void (**)(void), void*) = dlsym(RTLD_NEXT, "wl_proxy_add_listener");
    const char* (*class_of)(struct wl_proxy*) = dlsym(RTLD_NEXT, "wl_proxy_get_class");
    if (strcmp(class_of(proxy), "zwlr_screencopy_frame_v1") == 0) {
        memcpy(&theirs, listener, sizeof theirs);
        ours = theirs;
        ours.buffer = buffer;
        listener = (void (**)(void)) & ours;
    }
    return add(proxy, listener, data);
}
