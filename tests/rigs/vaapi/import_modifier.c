// SPDX-License-Identifier: MIT OR Apache-2.0
// What the driver says to a picture of 64x64 pixels of BGRX by DRM_PRIME_2 with that modifier, as
// hexadecimal.
//
//     import_modifier MODIFIER
#define _GNU_SOURCE
#include <drm_fourcc.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <va/va.h>
#include <va/va_drm.h>
#include <va/va_drmcommon.h>

#define SIDE 64
#define PITCH (SIDE * 4)
#define SIZE (PITCH * SIDE)

static VAStatus import(VADisplay display, VADRMPRIMESurfaceDescriptor* picture) {
    VASurfaceAttrib attributes[2] = {
        {.type = VASurfaceAttribMemoryType,
         .flags = VA_SURFACE_ATTRIB_SETTABLE,
         .value = {.type = VAGenericValueTypeInteger, .value.i = VA_SURFACE_ATTRIB_MEM_TYPE_DRM_PRIME_2}},
        {.type = VASurfaceAttribExternalBufferDescriptor,
         .flags = VA_SURFACE_ATTRIB_SETTABLE,
         .value = {.type = VAGenericValueTypePointer, .value.p = picture}}};
    VASurfaceID surface;
    return vaCreateSurfaces(display, VA_RT_FORMAT_RGB32, SIDE, SIDE, &surface, 1, attributes, 2);
}

int main(int argc, char** argv) {
    const int node = open("/dev/dri/renderD128", O_RDWR | O_CLOEXEC), memory = memfd_create("picture", 0);
    VADisplay display = vaGetDisplayDRM(node);
    int major, minor;
    vaSetInfoCallback(display, NULL, NULL);
    if (argc != 2 || ftruncate(memory, SIZE) != 0 || vaInitialize(display, &major, &minor) != 0)
        return 2;
    VADRMPRIMESurfaceDescriptor picture = {
        .fourcc = VA_FOURCC_BGRX,
        .width = SIDE,
        .height = SIDE,
        .num_objects = 1,
        .objects[0] = {.fd = memory, .size = SIZE, .drm_format_modifier = strtoull(argv[1], NULL, 16)},
        .num_layers = 1,
        .layers[0] = {.drm_format = DRM_FORMAT_XRGB8888, .num_planes = 1, .pitch = {PITCH}}};
    printf("%s\n", vaErrorStr(import(display, &picture)));
    vaTerminate(display);
    return 0;
}
