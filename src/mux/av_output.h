// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "mux/muxer.h"

#include <array>
#include <memory>

struct AVFormatContext;
struct AVPacket;
struct AVStream;

namespace pixelpass {

/// libavformat, writing one container. Nothing is interleaved; of a live one nothing is held back.
class AvOutput {
public:
    /// Writes the head, which has the picture's parameter sets: those of a ParameterSetFilter.
    [[nodiscard]] static Result<std::unique_ptr<AvOutput>> create(Container container,
                                                                  const MuxTracks& tracks,
                                                                  ByteView parameter_sets,
                                                                  const Muxer::Target& target);
    ~AvOutput();
    AvOutput(const AvOutput&) = delete;
    AvOutput& operator=(const AvOutput&) = delete;

    /// Writes the unit at `time` of the stream, which must grow from unit to unit of a track.
    [[nodiscard]] Result<void> write(const AccessUnit& unit, Microseconds time);
    /// Whether its file can't be written any more.
    [[nodiscard]] bool is_broken() const;

private:
    AvOutput() = default;
    Result<void> open_target(const Muxer::Target& target);
    Result<void> open(Container container, const MuxTracks& tracks, ByteView parameter_sets,
                      const Muxer::Target& target);
    Result<void> add_track(MediaKind kind, const TrackFormat& format, ByteView extra);
    Result<void> write_packet(MediaKind kind, ByteView payload, Microseconds time, bool keyframe);
    void write_fragment(const AccessUnit& unit, Microseconds time);
    static int write_bytes(void* self, std::uint8_t* data, int size);

    struct FreeContext {
        void operator()(AVFormatContext* context) const;
    };
    struct FreePacket {
        void operator()(AVPacket* packet) const;
    };

    Muxer::Write write_; ///< of a live stream
    std::unique_ptr<AVFormatContext, FreeContext> context_;
    std::unique_ptr<AVPacket, FreePacket> packet_;
    std::array<AVStream*, 2> streams_{};
    std::array<Codec, 2> codecs_{};
    bool holds_sound_ = false;
    bool in_fragments_ = false; ///< a live MP4, of which libavformat writes the head
    std::uint32_t fragments_ = 0;
    bool begun_ = false;
};

} // namespace pixelpass
