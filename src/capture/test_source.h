// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_source.h"

namespace pixelpass {

/// A moving picture with a clock for people and a time strip for machines.
[[nodiscard]] VideoSource open_test_source(Size size = {1280, 720});

} // namespace pixelpass
