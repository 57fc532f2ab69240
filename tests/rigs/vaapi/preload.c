// SPDX-License-Identifier: MIT OR Apache-2.0
// Part of a test double, for LD_PRELOAD. umockdev shows render nodes in /dev and /sys. To open one through
// umockdev takes its server of ioctls, so the nodes are opened here, as the plain files that they are: those
// of RIGSW_NODE, by colons. And since ioctls of DRM fail on a plain file, two functions of libdrm are stood
// in for, for these files alone: every other file goes to the real libdrm.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <xf86drm.h>

#define SHOWN_FOLDER "/dev/dri/"

// The next of the paths in RIGSW_NODE, which *rest points into; NULL when all have been.
static const char* next_node(const char** rest, char path[PATH_MAX]) {
    const size_t length = strcspn(*rest, ":");
    if (length == 0 || length >= PATH_MAX)
        return NULL;
    memcpy(path, *rest, length);
    path[length] = '\0';
    *rest += length + ((*rest)[length] == ':');
    return path;
}

static bool is_ours(int file) {
    const char* rest = getenv("RIGSW_NODE");
    char path[PATH_MAX];
    struct stat one, other;
    while (rest && next_node(&rest, path))
        if (fstat(file, &one) == 0 && stat(path, &other) == 0 && one.st_dev == other.st_dev &&
            one.st_ino == other.st_ino)
            return true;
    return false;
}

static void* real_libdrm(const char* name) {
    void* library = dlopen("libdrm.so.2", RTLD_LAZY | RTLD_NOLOAD);
    return library ? dlsym(library, name) : NULL;
}

typedef int (*open_function)(const char*, int, ...);

// We are before umockdev in LD_PRELOAD; the path that it gets from us is none of those that it minds.
static const char* path_of(const char* path, char node[PATH_MAX]) {
    const char* rest = getenv("RIGSW_NODE");
    const size_t folder = strlen(SHOWN_FOLDER);
    if (rest && strncmp(path, SHOWN_FOLDER, folder) == 0)
        while (next_node(&rest, node))
            if (strcmp(strrchr(node, '/') + 1, path + folder) == 0)
                return node;
    return path;
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
    char node[PATH_MAX];
    return next(path_of(path, node), flags, mode);
}

int open64(const char* path, int flags, ...) {
    static open_function next;
    if (!next)
        next = (open_function)dlsym(RTLD_NEXT, "open64");
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = mode_argument(flags, arguments);
    va_end(arguments);
    char node[PATH_MAX];
    return next(path_of(path, node), flags, mode);
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
