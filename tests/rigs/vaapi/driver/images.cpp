// SPDX-License-Identifier: MIT OR Apache-2.0
// How applications read and write the pixels of surfaces.
#include "driver.h"
#include "faults.h"
#include "functions.h"
#include "log.h"
#include "picture_layout.h"

#include <algorithm>

namespace rigsw {
namespace {

VAStatus query_formats(VADriverContextP /*display*/, VAImageFormat* list, int* count) {
    const auto formats = image_formats();
    std::copy(formats.begin(), formats.end(), list);
    *count = static_cast<int>(formats.size());
    return VA_STATUS_SUCCESS;
}

/// Says that the CPU comes to the pixels of a surface, which costs dearly on hardware.
void log_access(const char* how, const VAImage& layout) {
    log("%s %ux%u %.4s", how, layout.width, layout.height,
        reinterpret_cast<const char*>(&layout.format.fourcc));
}

VAStatus add_image(Driver& driver, const VAImage& layout, Memory memory, VAImage* out) {
    auto buffer = std::make_shared<Buffer>();
    buffer->type = VAImageBufferType;
    buffer->count = 1;
    buffer->memory = std::move(memory);
    auto image = std::make_shared<VAImage>(layout);
    image->buf = driver.buffers.add(std::move(buffer));
    image->image_id = driver.images.add(image);
    *out = *image;
    return VA_STATUS_SUCCESS;
}

VAStatus create_image(VADriverContextP display, VAImageFormat* format, int width, int height, VAImage* out) {
    const auto layout = make_layout(format->fourcc, width, height);
    if (!layout)
        return VA_STATUS_ERROR_INVALID_IMAGE_FORMAT;
    return add_image(driver_of(display), *layout, allocate(layout->data_size), out);
}

VAStatus derive_image(VADriverContextP display, VASurfaceID id, VAImage* out) {
    const auto surface = driver_of(display).surfaces.find(id);
    if (!surface)
        return VA_STATUS_ERROR_INVALID_SURFACE;
    if (has_fault("noderive")) // then pictures go by vaPutImage and vaGetImage
        return VA_STATUS_ERROR_OPERATION_FAILED;
    log_access("derive", surface->layout);
    return add_image(driver_of(display), surface->layout, memory_of(surface->file), out);
}

VAStatus destroy_image(VADriverContextP display, VAImageID id) {
    Driver& driver = driver_of(display);
    const auto image = driver.images.find(id);
    if (!image)
        return VA_STATUS_ERROR_INVALID_IMAGE;
    driver.buffers.remove(image->buf);
    driver.images.remove(id);
    return VA_STATUS_SUCCESS;
}

/// A surface and an image, between which pixels are copied.
struct Pair {
    std::shared_ptr<Surface> surface;
    std::shared_ptr<VAImage> image;
    std::shared_ptr<Buffer> pixels;

    Pair(VADriverContextP display, VASurfaceID surface_id, VAImageID image_id)
        : surface(driver_of(display).surfaces.find(surface_id))
        , image(driver_of(display).images.find(image_id))
        , pixels(image ? driver_of(display).buffers.find(image->buf) : nullptr) {}

    [[nodiscard]] VAStatus status() const {
        if (!surface)
            return VA_STATUS_ERROR_INVALID_SURFACE;
        return succeed_if(pixels != nullptr, VA_STATUS_ERROR_INVALID_IMAGE);
    }
    [[nodiscard]] PictureView of_surface() const { return {surface->layout, surface->file->data()}; }
    [[nodiscard]] PictureView of_image() const { return {*image, pixels->memory.data()}; }
};

VAStatus get_image(VADriverContextP display, VASurfaceID surface, int x, int y, unsigned width,
                   unsigned height, VAImageID image) {
    const Pair pair(display, surface, image);
    if (const VAStatus status = pair.status())
        return status;
    log_access("get", pair.surface->layout);
    return copy_rectangle(pair.of_image(), {}, pair.of_surface(), {x, y}, static_cast<int>(width),
                          static_cast<int>(height));
}

VAStatus put_image(VADriverContextP display, VASurfaceID surface, VAImageID image, int from_x, int from_y,
                   unsigned from_width, unsigned from_height, int to_x, int to_y, unsigned to_width,
                   unsigned to_height) {
    const Pair pair(display, surface, image);
    if (const VAStatus status = pair.status())
        return status;
    if (from_width != to_width || from_height != to_height) // nothing is scaled here
        return VA_STATUS_ERROR_UNIMPLEMENTED;
    log_access("put", pair.surface->layout);
    return copy_rectangle(pair.of_surface(), {to_x, to_y}, pair.of_image(), {from_x, from_y},
                          static_cast<int>(to_width), static_cast<int>(to_height));
}

} // namespace

void add_image_functions(VADriverVTable& table) {
    table.vaQueryImageFormats = query_formats;
    table.vaCreateImage = create_image;
    table.vaDeriveImage = derive_image;
    table.vaDestroyImage = destroy_image;
    table.vaGetImage = get_image;
    table.vaPutImage = put_image;
    table.vaSetImagePalette = unimplemented;
}

} // namespace rigsw
