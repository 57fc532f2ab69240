// SPDX-License-Identifier: MIT OR Apache-2.0
#include "dmabuf.h"
#include "driver.h"
#include "faults.h"
#include "functions.h"
#include "log.h"
#include "picture_layout.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <thread>
#include <unistd.h>
#include <vector>

namespace rigsw {
namespace {

/// What an application asks for.
struct Request {
    std::uint32_t fourcc = 0;
    std::uint32_t memory_type = VA_SURFACE_ATTRIB_MEM_TYPE_VA;
    const void* descriptor = nullptr; ///< of foreign memory
};

Request read_request(unsigned format, std::span<const VASurfaceAttrib> attributes) {
    Request request;
    if (format & VA_RT_FORMAT_YUV420)
        request.fourcc = VA_FOURCC_NV12;
    else if (format & VA_RT_FORMAT_RGB32)
        request.fourcc = VA_FOURCC_BGRX;
    for (const auto& each : attributes) {
        if (!(each.flags & VA_SURFACE_ATTRIB_SETTABLE))
            continue;
        if (each.type == VASurfaceAttribPixelFormat)
            request.fourcc = static_cast<std::uint32_t>(each.value.value.i);
        if (each.type == VASurfaceAttribMemoryType)
            request.memory_type = static_cast<std::uint32_t>(each.value.value.i);
        if (each.type == VASurfaceAttribExternalBufferDescriptor)
            request.descriptor = each.value.value.p;
    }
    return request;
}

VAStatus create_own(Driver& driver, const VAImage& layout, std::span<VASurfaceID> ids) {
    for (auto& id : ids) {
        auto surface = std::make_shared<Surface>();
        surface->layout = layout;
        surface->file = MappedFile::create(layout.data_size);
        if (!surface->file)
            return VA_STATUS_ERROR_ALLOCATION_FAILED;
        id = driver.surfaces.add(std::move(surface));
    }
    return VA_STATUS_SUCCESS;
}

VAStatus create_surfaces_2(VADriverContextP display, unsigned format, unsigned width, unsigned height,
                           VASurfaceID* ids, unsigned count, VASurfaceAttrib* attributes,
                           unsigned attribute_count) {
    const auto request = read_request(format, {attributes, attribute_count});
    if (!width || !height || width > max_side || height > max_side)
        return VA_STATUS_ERROR_RESOLUTION_NOT_SUPPORTED;
    const auto layout = make_layout(request.fourcc, static_cast<int>(width), static_cast<int>(height));
    if (!layout)
        return VA_STATUS_ERROR_UNSUPPORTED_RT_FORMAT;
    if (!(request.memory_type & memory_types()))
        return VA_STATUS_ERROR_UNSUPPORTED_MEMORY_TYPE;
    if (fault_after("surface", deeds().surfaces += count)) {
        log("fault: surface");
        return VA_STATUS_ERROR_ALLOCATION_FAILED;
    }
    Driver& driver = driver_of(display);
    if (request.memory_type == VA_SURFACE_ATTRIB_MEM_TYPE_VA)
        return create_own(driver, *layout, {ids, count});
    if (count != 1)
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    const auto imported = import_surface(request.memory_type, request.descriptor, width, height);
    if (imported.surface)
        *ids = driver.surfaces.add(imported.surface);
    return imported.status;
}

VAStatus create_surfaces(VADriverContextP display, int width, int height, int format, int count,
                         VASurfaceID* ids) {
    return create_surfaces_2(display, static_cast<unsigned>(format), static_cast<unsigned>(width),
                             static_cast<unsigned>(height), ids, static_cast<unsigned>(count), nullptr, 0);
}

VAStatus destroy_surfaces(VADriverContextP display, VASurfaceID* ids, int count) {
    for (const auto id : std::span(ids, static_cast<std::size_t>(count)))
        if (!driver_of(display).surfaces.remove(id))
            return VA_STATUS_ERROR_INVALID_SURFACE;
    return VA_STATUS_SUCCESS;
}

VAStatus query_attributes(VADriverContextP display, VAConfigID id, VASurfaceAttrib* out, unsigned* count) {
    const auto config = driver_of(display).configs.find(id);
    if (!config)
        return VA_STATUS_ERROR_INVALID_CONFIG;
    constexpr std::uint32_t readable = VA_SURFACE_ATTRIB_GETTABLE;
    constexpr std::uint32_t choosable = VA_SURFACE_ATTRIB_GETTABLE | VA_SURFACE_ATTRIB_SETTABLE;
    std::vector<VASurfaceAttrib> all;
    const auto add = [&all](VASurfaceAttribType type, std::uint32_t value, std::uint32_t flags) {
        VASurfaceAttrib attribute{};
        attribute.type = type;
        attribute.flags = flags;
        attribute.value.type = VAGenericValueTypeInteger;
        attribute.value.value.i = static_cast<int>(value);
        all.push_back(attribute);
    };
    for (const auto& format : image_formats())
        if (config->entrypoint == VAEntrypointVideoProc || format.fourcc == VA_FOURCC_NV12)
            add(VASurfaceAttribPixelFormat, format.fourcc, choosable);
    add(VASurfaceAttribMinWidth, min_side, readable);
    add(VASurfaceAttribMinHeight, min_side, readable);
    add(VASurfaceAttribMaxWidth, max_side, readable);
    add(VASurfaceAttribMaxHeight, max_side, readable);
    add(VASurfaceAttribMemoryType, memory_types(), choosable);
    if (memory_types() != VA_SURFACE_ATTRIB_MEM_TYPE_VA) {
        add(VASurfaceAttribExternalBufferDescriptor, 0, VA_SURFACE_ATTRIB_SETTABLE);
        all.back().value.type = VAGenericValueTypePointer;
        all.back().value.value.p = nullptr;
    }
    const unsigned room = std::exchange(*count, static_cast<unsigned>(all.size()));
    if (out && room < all.size())
        return VA_STATUS_ERROR_MAX_NUM_EXCEEDED;
    if (out)
        std::copy(all.begin(), all.end(), out);
    return VA_STATUS_SUCCESS;
}

VAStatus sync_surface(VADriverContextP display, VASurfaceID id) {
    const auto surface = driver_of(display).surfaces.find(id);
    if (!surface)
        return VA_STATUS_ERROR_INVALID_SURFACE;
    if (!surface->busy.exchange(false))
        return VA_STATUS_SUCCESS;
    if (const long milliseconds = fault("slow"); milliseconds > 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    if (fault_after("hang", deeds().frames)) {
        log("fault: hang, sync of %#x never returns", id);
        for (;;)
            pause();
    }
    if (fault_after("sync", deeds().frames)) {
        log("fault: sync");
        return VA_STATUS_ERROR_TIMEDOUT;
    }
    return VA_STATUS_SUCCESS;
}

VAStatus query_status(VADriverContextP display, VASurfaceID id, VASurfaceStatus* status) {
    const auto surface = driver_of(display).surfaces.find(id);
    if (!surface)
        return VA_STATUS_ERROR_INVALID_SURFACE;
    *status = surface->busy ? VASurfaceRendering : VASurfaceReady;
    return VA_STATUS_SUCCESS;
}

} // namespace

void add_surface_functions(VADriverVTable& table) {
    table.vaCreateSurfaces = create_surfaces;
    table.vaCreateSurfaces2 = create_surfaces_2;
    table.vaDestroySurfaces = destroy_surfaces;
    table.vaQuerySurfaceAttributes = query_attributes;
    table.vaSyncSurface = sync_surface;
    table.vaQuerySurfaceStatus = query_status;
}

} // namespace rigsw
