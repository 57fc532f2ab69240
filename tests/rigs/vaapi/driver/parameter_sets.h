// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "packed_headers.h"

#include <va/va.h>

namespace rigsw {

/// The SPS, as NAL unit with start code, of a stream with these pictures: what libva says of it, and else
/// what suits progressive pictures in the order of decoding. Empty for a stream that this can't be said of.
Bytes write_sps(VAProfile profile, const VAPictureParameterBufferH264& picture);

/// Likewise the PPS that a slice names.
Bytes write_pps(VAProfile profile, const VAPictureParameterBufferH264& picture,
                const VASliceParameterBufferH264& slice, unsigned id);

/// The number of the PPS in a slice, which begins with its NAL header.
unsigned pps_id_of(const std::uint8_t* slice, std::size_t size);

} // namespace rigsw
