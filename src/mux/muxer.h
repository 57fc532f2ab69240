// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <variant>

namespace pixelpass {

enum class Container : std::uint8_t { mpegts, matroska, mp4 };

/// Whether players know pictures of that codec in the container: MPEG-TS has no standard for AV1.
[[nodiscard]] constexpr bool can_hold(Container container, Codec video) {
    return container != Container::mpegts || video != Codec::av1;
}

/// The tracks of a container; either may be null, but not both.
struct MuxTracks {
    std::shared_ptr<const TrackFormat> video;
    std::shared_ptr<const TrackFormat> audio;
};

/// Writes a stream in a container, from now on: the head, then units. The times in it start at 0. Any one
/// thread.
class Muxer {
public:
    using Write = std::function<void(ByteView)>;
    /// Who watches live gets all bytes of a unit within push(). A file, which is written anew, is up to a
    /// second behind, and playable from its first second on, however the writing ends; when it ends with
    /// this, players can seek in it.
    using Target = std::variant<Write, std::filesystem::path>;

    /// How long a picture of a live MP4 says that it lasts: longer than a still screen goes without one.
    static constexpr Microseconds live_picture_duration = std::chrono::seconds(5);

    /// Error: Code::internal, if the container can't hold the tracks.
    [[nodiscard]] static Result<std::unique_ptr<Muxer>> create(Container container, const MuxTracks& tracks,
                                                               Target target);
    ~Muxer();
    Muxer(const Muxer&) = delete;
    Muxer& operator=(const Muxer&) = delete;

    /// The stream begins at the first video keyframe, if
    /// there is video: earlier units are dropped. Times that do not grow are mended. Error: Code::internal,
    /// and the unit is not in the stream.
    [[nodiscard]] Result<void> push(const AccessUnit& unit);
    /// Whether the head is written.
    [[nodiscard]] bool has_begun() const;
    /// Whether its file can't be written any more.
    [[nodiscard]] bool is_broken() const;

private:
    class Impl;
    explicit Muxer(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

} // namespace pixelpass
