// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"

namespace pixelpass {

/// The table's rows of hardware, and of software: each codec's best first.
[[nodiscard]] std::span<const EncoderSpec> hardware_encoder_rows();
[[nodiscard]] std::span<const EncoderSpec> software_encoder_rows();

// What is behind every encoder of a codec: access units with parameter sets in band.
inline constexpr std::string_view h264_parser = "h264parse config-interval=-1";
inline constexpr std::string_view h264_caps = "video/x-h264,stream-format=byte-stream,alignment=au";
inline constexpr std::string_view hevc_parser = "h265parse config-interval=-1";
inline constexpr std::string_view hevc_caps = "video/x-h265,stream-format=byte-stream,alignment=au";
inline constexpr std::string_view av1_parser = "av1parse";
inline constexpr std::string_view av1_caps = "video/x-av1,stream-format=obu-stream,alignment=tu";

} // namespace pixelpass
