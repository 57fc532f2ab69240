// SPDX-License-Identifier: MIT OR Apache-2.0
#include "driver.h"
#include "functions.h"

#include <cstring>

namespace rigsw {
namespace {

constexpr std::uint64_t max_bytes = 256U << 20U;

VAStatus create_buffer(VADriverContextP display, VAContextID /*context*/, VABufferType type, unsigned size,
                       unsigned count, void* data, VABufferID* id) {
    const auto bytes = std::uint64_t{size} * count;
    if (bytes > max_bytes)
        return VA_STATUS_ERROR_ALLOCATION_FAILED;
    auto buffer = std::make_shared<Buffer>();
    buffer->type = type;
    buffer->count = count;
    buffer->memory = allocate(bytes);
    if (data)
        std::memcpy(buffer->memory.data(), data, bytes);
    *id = driver_of(display).buffers.add(std::move(buffer));
    return VA_STATUS_SUCCESS;
}

VAStatus map_buffer(VADriverContextP display, VABufferID id, void** data) {
    const auto buffer = driver_of(display).buffers.find(id);
    if (!buffer)
        return VA_STATUS_ERROR_INVALID_BUFFER;
    *data = buffer->memory.data();
    if (buffer->type == VAEncCodedBufferType)
        *data = &buffer->segment;
    return VA_STATUS_SUCCESS;
}

VAStatus unmap_buffer(VADriverContextP display, VABufferID id) {
    return succeed_if(driver_of(display).buffers.find(id) != nullptr, VA_STATUS_ERROR_INVALID_BUFFER);
}

VAStatus destroy_buffer(VADriverContextP display, VABufferID id) {
    return succeed_if(driver_of(display).buffers.remove(id), VA_STATUS_ERROR_INVALID_BUFFER);
}

} // namespace

void add_buffer_functions(VADriverVTable& table) {
    table.vaCreateBuffer = create_buffer;
    table.vaMapBuffer = map_buffer;
    table.vaUnmapBuffer = unmap_buffer;
    table.vaDestroyBuffer = destroy_buffer;
    table.vaBufferSetNumElements = unimplemented;
}

} // namespace rigsw
