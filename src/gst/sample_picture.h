// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"
#include "gst/trial_picture.h"

namespace pixelpass {

/// A picture, to be compared with another.
struct SamplePicture {
    Size size;
    TrialPicture pixels;
};

/// The raw picture of a sample, whatever its format and wherever it lies; of no size if it can't be read.
[[nodiscard]] SamplePicture read_picture(GstSample* sample);

} // namespace pixelpass
