// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"

#include <filesystem>
#include <string>
#include <vector>

namespace pixelpass {

/// Where a machine tells of what drives its hardware.
struct DriverPlaces {
    std::filesystem::path graphics = "/sys/class/drm"; ///< the kernel's list of GPUs
    std::filesystem::path nodes = "/dev/dri";          ///< their device nodes
    std::filesystem::path nvidia = "/sys/module/nvidia/version";
    std::vector<std::filesystem::path> va_drivers; ///< the folders in which libva looks for drivers
};

/// Those of this machine: libva's folders are $LIBVA_DRIVERS_PATH, or where distributions have them.
[[nodiscard]] DriverPlaces this_machines_drivers();

/// A short text that is another one as soon as anything changes that may change the result of an encoder's
/// trial: this program, GStreamer, the plugin; for hardware also the kernel, the GPUs and who may use them,
/// and the drivers. Nothing is loaded or opened for it. The encoder has to be installed.
[[nodiscard]] std::string trial_key(const EncoderSpec& spec, const DriverPlaces& places);

} // namespace pixelpass
