// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"

#include <functional>
#include <memory>

namespace pixelpass {

enum class Container : std::uint8_t { mpegts, matroska };

/// Whether players know pictures of that codec in the container: MPEG-TS has no standard for AV1.
[[nodiscard]] constexpr bool can_hold(Container container, Codec video) {
    return container != Container::mpegts || video != Codec::av1;
}

/// The tracks of a container; either may be null, but not both.
struct MuxTracks {
    std::shared_ptr<const TrackFormat> video;
    std::shared_ptr<const TrackFormat> audio;
};

/// Writes a live stream in a container, for one who begins to watch now: the head, then units, none held
/// back. The times in it start at 0. Any one thread.
class Muxer {
public:
    using Write = std::function<void(ByteView)>;

    /// `write` gets the bytes, within push(). Error: Code::internal, if the container can't hold the tracks.
    [[nodiscard]] static Result<std::unique_ptr<Muxer>> create(Container container, const MuxTracks& tracks,
                                                               Write write);
    ~Muxer();
    Muxer(const Muxer&) = delete;
    Muxer& operator=(const Muxer&) = delete;

    /// All bytes of the unit are written when it returns. The stream begins at the first video keyframe, if
    /// there is video: earlier units are dropped. Times that do not grow are mended. Error: Code::internal,
    /// and the unit is not in the stream.
    [[nodiscard]] Result<void> push(const AccessUnit& unit);

private:
    class Impl;
    explicit Muxer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

} // namespace pixelpass
