// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"
#include "gst/video_settings.h"

#include <functional>
#include <optional>

namespace pixelpass {

/// What encodes, and what is asked of it.
struct EncodingChoice {
    const EncoderSpec* encoder = nullptr;
    VideoSettings video;
};

/// What to go on with when `now` fails or, if `slow`, can't keep up with a source of that size: from hardware
/// to software; software that fails to the next one; software that is slow to fewer pictures, then to smaller
/// ones. Nothing if all has been tried. `works` says whether an encoder can be had.
[[nodiscard]] std::optional<EncodingChoice> step_down(const EncodingChoice& now, Size source, bool slow,
                                                      const std::function<bool(const EncoderSpec&)>& works);

} // namespace pixelpass
