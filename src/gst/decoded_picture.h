// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "gst/trial_picture.h"

namespace pixelpass {

/// The I420 picture that a decoder gave, if it is as large as those of a trial; else empty.
[[nodiscard]] TrialPicture trial_picture_of(GstSample* sample);

} // namespace pixelpass
