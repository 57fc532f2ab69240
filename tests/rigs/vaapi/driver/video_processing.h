// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"

namespace rigsw {

/// Draws what a VAProcPipelineParameterBuffer says onto a surface: cropped, scaled to the nearest pixel, and
/// converted between NV12 and RGB.
VAStatus process(Driver& driver, const Buffer& parameters, const Surface& target);

} // namespace rigsw
