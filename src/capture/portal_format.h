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

/// The formats that we read, the best first: DMABufs if they are wanted, memory in any case, each with a
/// limit on the rate for compositors that heed one, and without.
[[nodiscard]] std::vector<const spa_pod*> offered_formats(PodStorage& storage, unsigned frame_rate,
                                                          bool dmabufs);

/// The buffers of a format that was agreed upon, and what is to be told with each.
[[nodiscard]] std::vector<const spa_pod*> wanted_buffers(PodStorage& storage,
                                                         const spa_video_info_raw& format);

/// Whether pictures come as DMABufs in that format.
[[nodiscard]] bool is_dmabuf(const spa_video_info_raw& format);

[[nodiscard]] PixelFormat pixel_format(spa_video_format format);

/// What has to be done to a picture that comes with that transform (spa_meta_videotransform_value).
[[nodiscard]] Turn turn_of(std::uint32_t transform);

/// Whether only a part of a picture of that size, the crop, is to be shown.
[[nodiscard]] bool crops(const spa_region& crop, Size size);

/// The part of `bytes` that begins at the crop, and `picture` with its size; both as they are if the crop
/// is no part of the picture.
[[nodiscard]] ByteView cropped(ByteView bytes, const spa_region& crop, CapturedPicture& picture);

} // namespace pixelpass
