// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <optional>

namespace pixelpass {

/// The size of a picture, in pixels.
struct Size {
    unsigned width = 0;
    unsigned height = 0;

    bool operator==(const Size&) const = default;
};

/// What a viewer is to get of a source.
struct VideoSettings {
    unsigned frame_rate = 30;  ///< at most this many pictures a second
    std::optional<Size> size;  ///< the picture fits within it and keeps its aspect
    unsigned bitrate_kbps = 0; ///< the encoder's aim
};

/// The even size that `source` is encoded at: padded by a row and a column if they are odd, then scaled down
/// to fit within `limit`, keeping the aspect; at least 16x16, which is the least that encoders take.
[[nodiscard]] Size encoded_size(Size source, std::optional<Size> limit);

/// The bitrate at which a screen of that size is readable and in motion fair, in kbit/s.
[[nodiscard]] unsigned default_bitrate_kbps(Size size, unsigned frame_rate);

} // namespace pixelpass
