// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/distribution.h"
#include "gst/gpus.h"

#include <span>
#include <string>

namespace pixelpass {

/// Why there is no element of an encoder, and what would help.
struct MissingEncoder {
    std::string reason;
    std::string
        package; ///< of the distribution; several by spaces; empty if none would help, or we know none
};

/// What there is on a machine.
struct Installed {
    bool plugin = false;  ///< of the encoder: if it is, it has found nothing to drive
    unsigned version = 0; ///< of GStreamer 1.x
    std::span<const Gpu> gpus;
    Distribution distribution = Distribution::other;
};

/// The packages with the VA-API drivers of these GPUs, by spaces; empty if they encode by none, or we know
/// none.
[[nodiscard]] std::string va_driver_packages(std::span<const Gpu> gpus, Distribution distribution);

/// What is to be said of an encoder that GStreamer does not have there.
[[nodiscard]] MissingEncoder explain_missing(const EncoderSpec& spec, const Installed& there);

} // namespace pixelpass
