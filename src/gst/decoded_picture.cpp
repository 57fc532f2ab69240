// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/decoded_picture.h"

#include "gst/sample_picture.h"

#include <utility>

namespace pixelpass {

TrialPicture trial_picture_of(GstSample* sample) {
    auto [size, pixels] = read_picture(sample);
    return size == trial_picture_size ? std::move(pixels) : TrialPicture();
}

} // namespace pixelpass
