// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"

namespace rigsw {

/// The kinds of memory that surfaces can be made of, as VA_SURFACE_ATTRIB_MEM_TYPE_*.
std::uint32_t memory_types();

/// A surface of somebody else's memory: `descriptor` is VASurfaceAttribExternalBuffers for DRM_PRIME, which
/// GStreamer 1.22 uses, and VADRMPRIMESurfaceDescriptor for DRM_PRIME_2. Any file that can be mapped will do
/// for a dma-buf. Its status says why it is null.
struct Import {
    VAStatus status = VA_STATUS_SUCCESS;
    std::shared_ptr<Surface> surface = nullptr;
};
Import import_surface(std::uint32_t memory_type, const void* descriptor, unsigned width, unsigned height);

} // namespace rigsw
