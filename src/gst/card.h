// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/gst_ref.h"
#include "gst/video_settings.h"

#include <string>

namespace pixelpass {

/// Draws a still picture with one line of text: what viewers see while there is nothing else. It has the
/// format of the pictures that an encoder is given. No quotation mark may be in the text. Main thread; blocks
/// for some ms.
[[nodiscard]] Result<Ref<GstSample>> draw_card(const std::string& text, Size size,
                                               const std::string& raw_format, unsigned frame_rate);

} // namespace pixelpass
