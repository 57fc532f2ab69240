// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "media/access_unit.h"

namespace pixelpass {

/// What units of a track of sound are, as a decoder has to know it before the first.
[[nodiscard]] Ref<GstCaps> sound_caps(const TrackFormat& format);

} // namespace pixelpass
