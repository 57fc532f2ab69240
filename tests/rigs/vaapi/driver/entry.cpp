// SPDX-License-Identifier: MIT OR Apache-2.0
// A test double of a driver for libva: there is no GPU, surfaces are plain memory, and libx264 makes the
// H.264. README.md says what for.
#include "driver.h"
#include "faults.h"
#include "functions.h"
#include "log.h"
#include "picture_layout.h"

#include <cstdlib>

namespace rigsw {
namespace {

VAStatus terminate(VADriverContextP display) {
    Driver& driver = driver_of(display);
    log("terminate, left: %zu configs %zu contexts %zu surfaces %zu buffers %zu images",
        driver.configs.size(), driver.contexts.size(), driver.surfaces.size(), driver.buffers.size(),
        driver.images.size());
    delete &driver;
    display->pDriverData = nullptr;
    return VA_STATUS_SUCCESS;
}

VAStatus query_none(VADriverContextP /*display*/, VADisplayAttribute* /*list*/, int* count) {
    *count = 0;
    return VA_STATUS_SUCCESS;
}

VAStatus query_no_subpictures(VADriverContextP /*display*/, VAImageFormat* /*list*/, unsigned* /*flags*/,
                              unsigned* count) {
    *count = 0;
    return VA_STATUS_SUCCESS;
}

/// What libva wants to be there, and nobody here calls.
void add_other_functions(VADriverVTable& table) {
    table.vaTerminate = terminate;
    table.vaQuerySubpictureFormats = query_no_subpictures;
    table.vaCreateSubpicture = unimplemented;
    table.vaDestroySubpicture = unimplemented;
    table.vaSetSubpictureImage = unimplemented;
    table.vaSetSubpictureChromakey = unimplemented;
    table.vaSetSubpictureGlobalAlpha = unimplemented;
    table.vaAssociateSubpicture = unimplemented;
    table.vaDeassociateSubpicture = unimplemented;
    table.vaQueryDisplayAttributes = query_none;
    table.vaGetDisplayAttributes = unimplemented;
    table.vaSetDisplayAttributes = unimplemented;
}

void describe(VADriverContextP display) {
    display->version_major = VA_MAJOR_VERSION;
    display->version_minor = VA_MINOR_VERSION;
    display->max_profiles = max_profiles;
    display->max_entrypoints = max_entrypoints;
    display->max_attributes = VAConfigAttribTypeMax;
    display->max_image_formats = static_cast<int>(image_formats().size());
    display->max_subpic_formats = 1;
    display->max_display_attributes = 1;
    const char* vendor = std::getenv("RIGSW_VENDOR");
    display->str_vendor = vendor ? vendor : "rigsw TEST DOUBLE (no GPU; libx264 and libavcodec in software)";
}

VAStatus start(VADriverContextP display) {
    const long inits = ++deeds().inits;
    log("init %ld of a test double", inits);
    if (fault_after("init", inits)) {
        log("fault: init");
        return VA_STATUS_ERROR_UNKNOWN;
    }
    display->pDriverData = new Driver; // terminate() deletes it
    describe(display);
    add_config_functions(*display->vtable);
    add_surface_functions(*display->vtable);
    add_dmabuf_functions(*display->vtable);
    add_image_functions(*display->vtable);
    add_buffer_functions(*display->vtable);
    add_context_functions(*display->vtable);
    add_other_functions(*display->vtable);
    add_processing_functions(*display->vtable_vpp);
    return VA_STATUS_SUCCESS;
}

} // namespace
} // namespace rigsw

#define PASTE_NAME(major, minor) __vaDriverInit_##major##_##minor
#define ENTRY_NAME(major, minor) PASTE_NAME(major, minor)

/// libva looks for it by the version that it was built with.
extern "C" __attribute__((visibility("default"))) VAStatus
ENTRY_NAME(VA_MAJOR_VERSION, VA_MINOR_VERSION)(VADriverContextP display) {
    return rigsw::start(display);
}
