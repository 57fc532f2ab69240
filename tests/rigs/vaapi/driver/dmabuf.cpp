// SPDX-License-Identifier: MIT OR Apache-2.0
// Surfaces whose memory is shared with others by file descriptors.
#include "dmabuf.h"
#include "faults.h"
#include "functions.h"
#include "log.h"
#include "picture_layout.h"

#include <drm_fourcc.h>
#include <sys/stat.h>
#include <va/va_drmcommon.h>

namespace rigsw {
namespace {

/// What both kinds of descriptors say.
struct ForeignPicture {
    std::uint32_t fourcc = 0;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    int file = -1;
    unsigned planes = 0;
    std::uint32_t offsets[4] = {};
    std::uint32_t pitches[4] = {};
};

bool is_same_file(int one, int other) {
    struct stat first {
    }, second{};
    return fstat(one, &first) == 0 && fstat(other, &second) == 0 && first.st_dev == second.st_dev &&
           first.st_ino == second.st_ino;
}

/// As drivers do, takes planes of one dma-buf alone. There is no word of modifiers in this descriptor.
VAStatus read(const VASurfaceAttribExternalBuffers& from, ForeignPicture& to) {
    if (!from.buffers || from.num_buffers < 1 || from.num_planes < 1 || from.num_planes > 4 ||
        (from.flags & VA_SURFACE_EXTBUF_DESC_ENABLE_TILING))
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    to = {.fourcc = from.pixel_format,
          .width = from.width,
          .height = from.height,
          .file = static_cast<int>(from.buffers[0]),
          .planes = from.num_planes};
    for (unsigned i = 1; i < from.num_buffers; ++i)
        if (!is_same_file(to.file, static_cast<int>(from.buffers[i])))
            return VA_STATUS_ERROR_INVALID_PARAMETER;
    for (unsigned i = 0; i < to.planes; ++i) {
        to.offsets[i] = from.offsets[i];
        to.pitches[i] = from.pitches[i];
    }
    return VA_STATUS_SUCCESS;
}

VAStatus read(const VADRMPRIMESurfaceDescriptor& from, ForeignPicture& to) {
    if (from.num_objects != 1 || from.num_layers < 1 || from.num_layers > 4)
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    const auto modifier = from.objects[0].drm_format_modifier;
    if (modifier != DRM_FORMAT_MOD_LINEAR && modifier != DRM_FORMAT_MOD_INVALID) {
        log("import refused, modifier %#llx", static_cast<unsigned long long>(modifier));
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    }
    to = {.fourcc = from.fourcc, .width = from.width, .height = from.height, .file = from.objects[0].fd};
    for (unsigned layer = 0; layer < from.num_layers; ++layer) {
        const auto& planes = from.layers[layer];
        for (unsigned i = 0; i < planes.num_planes; ++i) {
            if (to.planes == 4)
                return VA_STATUS_ERROR_INVALID_PARAMETER;
            to.offsets[to.planes] = planes.offset[i];
            to.pitches[to.planes++] = planes.pitch[i];
        }
    }
    return VA_STATUS_SUCCESS;
}

/// Gives the layout the planes of the picture, if they fit into a file of `size`.
bool place_planes(const ForeignPicture& picture, std::uint64_t size, VAImage& layout) {
    if (picture.planes != layout.num_planes)
        return false;
    for (unsigned i = 0; i < picture.planes; ++i) {
        const std::uint64_t row = is_nv12(layout) ? align(layout.width, 2) : layout.width * 4;
        const std::uint64_t rows = i == 0 ? layout.height : (layout.height + 1U) / 2;
        if (picture.pitches[i] < row || picture.offsets[i] + picture.pitches[i] * (rows - 1) + row > size)
            return false;
        layout.offsets[i] = picture.offsets[i];
        layout.pitches[i] = picture.pitches[i];
    }
    layout.data_size = static_cast<std::uint32_t>(size);
    return true;
}

Import import_picture(const ForeignPicture& picture) {
    if (fault_after("import", ++deeds().imports)) {
        log("fault: import");
        return {VA_STATUS_ERROR_INVALID_PARAMETER};
    }
    auto layout =
        make_layout(picture.fourcc, static_cast<int>(picture.width), static_cast<int>(picture.height));
    auto file = MappedFile::of(picture.file);
    if (!layout || !file || !place_planes(picture, file->size(), *layout)) {
        log("import refused, %ux%u %.4s pitch %u", picture.width, picture.height,
            reinterpret_cast<const char*>(&picture.fourcc), picture.pitches[0]);
        return {VA_STATUS_ERROR_INVALID_PARAMETER};
    }
    log("import %ux%u %.4s pitch %u", picture.width, picture.height,
        reinterpret_cast<const char*>(&picture.fourcc), picture.pitches[0]);
    auto surface = std::make_shared<Surface>();
    surface->layout = *layout;
    surface->file = std::move(file);
    return {VA_STATUS_SUCCESS, std::move(surface)};
}

struct DrmFormats {
    std::uint32_t whole;
    std::uint32_t plane[2];
};

DrmFormats drm_formats(std::uint32_t fourcc) {
    switch (fourcc) {
    case VA_FOURCC_NV12:
        return {DRM_FORMAT_NV12, {DRM_FORMAT_R8, DRM_FORMAT_GR88}};
    case VA_FOURCC_BGRX:
        return {DRM_FORMAT_XRGB8888, {DRM_FORMAT_XRGB8888, 0}};
    case VA_FOURCC_BGRA:
        return {DRM_FORMAT_ARGB8888, {DRM_FORMAT_ARGB8888, 0}};
    case VA_FOURCC_RGBX:
        return {DRM_FORMAT_XBGR8888, {DRM_FORMAT_XBGR8888, 0}};
    default:
        return {DRM_FORMAT_ABGR8888, {DRM_FORMAT_ABGR8888, 0}};
    }
}

VAStatus export_surface(VADriverContextP display, VASurfaceID id, std::uint32_t memory_type,
                        std::uint32_t flags, void* descriptor) {
    const auto surface = driver_of(display).surfaces.find(id);
    if (!surface)
        return VA_STATUS_ERROR_INVALID_SURFACE;
    if (!(memory_types() & memory_type) || memory_type != VA_SURFACE_ATTRIB_MEM_TYPE_DRM_PRIME_2)
        return VA_STATUS_ERROR_UNSUPPORTED_MEMORY_TYPE;
    const int file = has_fault("noexport") ? -1 : surface->file->duplicate();
    if (file < 0)
        return VA_STATUS_ERROR_ALLOCATION_FAILED;
    const VAImage& layout = surface->layout;
    auto& to = *static_cast<VADRMPRIMESurfaceDescriptor*>(descriptor);
    to = {};
    to.fourcc = layout.format.fourcc;
    to.width = layout.width;
    to.height = layout.height;
    to.num_objects = 1;
    to.objects[0] = {file, static_cast<std::uint32_t>(surface->file->size()), DRM_FORMAT_MOD_LINEAR};
    const bool apart = flags & VA_EXPORT_SURFACE_SEPARATE_LAYERS;
    const auto formats = drm_formats(to.fourcc);
    to.num_layers = apart ? layout.num_planes : 1;
    for (unsigned i = 0; i < layout.num_planes; ++i) {
        auto& layer = to.layers[apart ? i : 0];
        layer.drm_format = apart ? formats.plane[i] : formats.whole;
        layer.offset[layer.num_planes] = layout.offsets[i];
        layer.pitch[layer.num_planes++] = layout.pitches[i];
    }
    return VA_STATUS_SUCCESS;
}

} // namespace

std::uint32_t memory_types() {
    const std::uint32_t dmabuf =
        VA_SURFACE_ATTRIB_MEM_TYPE_DRM_PRIME | VA_SURFACE_ATTRIB_MEM_TYPE_DRM_PRIME_2;
    return VA_SURFACE_ATTRIB_MEM_TYPE_VA | (has_fault("nodmabuf") ? 0 : dmabuf);
}

Import import_surface(std::uint32_t memory_type, const void* descriptor, unsigned width, unsigned height) {
    if (!descriptor)
        return {VA_STATUS_ERROR_INVALID_PARAMETER};
    ForeignPicture picture;
    const VAStatus status =
        memory_type == VA_SURFACE_ATTRIB_MEM_TYPE_DRM_PRIME
            ? read(*static_cast<const VASurfaceAttribExternalBuffers*>(descriptor), picture)
            : read(*static_cast<const VADRMPRIMESurfaceDescriptor*>(descriptor), picture);
    if (status)
        return {status};
    if (picture.width != width || picture.height != height)
        return {VA_STATUS_ERROR_INVALID_PARAMETER};
    return import_picture(picture);
}

void add_dmabuf_functions(VADriverVTable& table) { table.vaExportSurfaceHandle = export_surface; }

} // namespace rigsw
