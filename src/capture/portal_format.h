// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/picture_feed.h"

#include <spa/param/video/format-utils.h>
#include <spa/pod/builder.h>

#include <array>
#include <cstdint>
#include <vector>

namespace pixelpass {

/// Where the parameters that the functions below give lie, for as long as they are used.
inline constexpr std::uint32_t storage_size = 4096;
using PodStorage = std::array<std::uint8_t, storage_size>;

/// The formats that we read, the best first: with a limit on the rate for compositors that heed one, and
/// without.
[[nodiscard]] std::vector<const spa_pod*> offered_formats(PodStorage& storage, unsigned frame_rate);

/// The buffers and what is to be told with each.
[[nodiscard]] std::vector<const spa_pod*> wanted_buffers(PodStorage& storage);

[[nodiscard]] PixelFormat pixel_format(spa_video_format format);

/// What has to be done to a picture that comes with that transform (spa_meta_videotransform_value).
[[nodiscard]] Turn turn_of(std::uint32_t transform);

/// The part of `bytes` that begins at the crop, and `picture` with its size; both as they are if the crop
/// does not lie within the picture.
[[nodiscard]] ByteView cropped(ByteView bytes, const spa_region& crop, CapturedPicture& picture);

} // namespace pixelpass
