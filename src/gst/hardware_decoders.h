// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <span>
#include <string_view>
#include <vector>

namespace pixelpass {

/// A decoder of a GPU or the like: an element of GStreamer's, which can put its pictures into memory.
struct HardwareDecoder {
    std::string_view name;
    Codec codec = Codec::h264;

    bool operator==(const HardwareDecoder&) const = default;
};

/// Of `elements`, which are names of installed ones, those that we know how to use for the codec, those of
/// further devices too; the best first.
[[nodiscard]] std::vector<HardwareDecoder> hardware_decoders_among(std::span<const std::string_view> elements,
                                                                   Codec codec);

/// Likewise, of what is installed here. Main thread.
[[nodiscard]] std::vector<HardwareDecoder> hardware_decoders(Codec codec);

} // namespace pixelpass
