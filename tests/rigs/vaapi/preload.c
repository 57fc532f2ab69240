// SPDX-License-Identifier: MIT OR Apache-2.0
// Part of a test double, for LD_PRELOAD. umockdev shows a render node in /dev and /sys. To open it through
// umockdev takes its server of ioctls, so the node is opened here, as the plain file RIGSW_NODE that it is.
// And since ioctls of DRM fail on a plain file, two functions of libdrm are stood in for, for that file
// alone: every other file goes to the real libdrm.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xf86drm.h>

#define SHOWN_NODE "/dev/dri/renderD128"

static bool is_ours(int file) {
    const char* node = getenv("RIGSW_NODE");
    struct stat one, other;
    return node && fstat(file, &one) == 0 && stat(node, &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

static void* real_libdrm(const char* name) {
    void* library = dlopen("libdrm.so.2", RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

typedef int (*open_function)(const char*, int, ...);

// We are before umockdev in LD_PRELOAD; the path that it gets from us is none of those that it minds.
static const char* path_of(const char* path) {
    const char* node = getenv("RIGSW_NODE");
    return node && strcmp(path, SHOWN_NODE) == 0 ? node : path;
}

static mode_t mode_argument(int flags, va_list arguments) {
    return flags & (O_CREAT | __O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char* path, int flags, ...) {
    static open_function next;
    if (!next)
        next = (open_function)dlsym(RTLD_NEXT, "open");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return next(path_of(path), flags, mode);
}

int open64(const char* path, int flags, ...) {
    static open_function next;
    if (!next)
        next = (open_function)dlsym(RTLD_NEXT, "open64");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    return next(path_of(path), flags, mode);
}

// libdrm's own drmFreeVersion frees each of the strings.
drmVersionPtr drmGetVersion(int file) {
    if (!is_ours(file)) {
        drmVersionPtr (*next)(int) = (drmVersionPtr(*)(int))real_libdrm("drmGetVersion");
        return next ? next(file) : NULL;
    }
    drmVersionPtr version = calloc(1, sizeof *version);
    version->version_major = 1;
    version->name = strdup("rigsw"); // libva then looks for rigsw_drv_video.so
    version->name_len = (int)strlen(version->name);
    version->date = strdup("20260101");
    version->date_len = (int)strlen(version->date);
    version->desc = strdup("test double");
    version->desc_len = (int)strlen(version->desc);
    return version;
}

int drmGetNodeTypeFromFd(int file) {
    if (is_ours(file))
        return DRM_NODE_RENDER;
    int (*next)(int) = (int (*)(int))real_libdrm("drmGetNodeTypeFromFd");
    return next ? next(file) : -1;
}
