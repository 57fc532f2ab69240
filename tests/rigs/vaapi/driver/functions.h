// SPDX-License-Identifier: MIT OR Apache-2.0
// What the files of the driver add to libva's tables of functions.
#pragma once

#include <va/va_backend.h>
#include <va/va_backend_vpp.h>

namespace rigsw {

constexpr int max_profiles = 4;
constexpr int max_entrypoints = 2;

void add_config_functions(VADriverVTable& table);
void add_surface_functions(VADriverVTable& table);
void add_dmabuf_functions(VADriverVTable& table);
void add_image_functions(VADriverVTable& table);
void add_buffer_functions(VADriverVTable& table);
void add_context_functions(VADriverVTable& table);
void add_processing_functions(VADriverVTableVPP& table);

} // namespace rigsw
