// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"

namespace pixelpass {

/// The packages with GStreamer's sets of plugins.
inline constexpr PackageNames plugins_base{
    .debian = "gstreamer1.0-plugins-base", .arch = "gst-plugins-base", .fedora = "gstreamer1-plugins-base"};
inline constexpr PackageNames plugins_good{
    .debian = "gstreamer1.0-plugins-good", .arch = "gst-plugins-good", .fedora = "gstreamer1-plugins-good"};
inline constexpr PackageNames plugins_bad{
    .debian = "gstreamer1.0-plugins-bad", .arch = "gst-plugins-bad", .fedora = "gstreamer1-plugins-bad-free"};
inline constexpr PackageNames plugins_libav{
    .debian = "gstreamer1.0-libav", .arch = "gst-libav", .fedora = "gstreamer1-plugin-libav"};

} // namespace pixelpass
