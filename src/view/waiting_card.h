// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/inbox.h"
#include "gst/encoding_pipeline.h"
#include "mux/muxer.h"

#include <functional>
#include <memory>

namespace pixelpass {

/// What players are given while there is no host, for as long as it lives: a picture that says so, encoded
/// here as the host's pictures are, and silence where its sound is AAC. The times in it are of this machine's
/// CLOCK_MONOTONIC. Main thread.
class WaitingCard {
public:
    using OnUnit = std::function<void(const SharedUnit&)>;

    /// `tracks` are those that players have; a picture is one of them. The first unit is a keyframe. Blocks
    /// for as long as GStreamer takes to start. Code::encoder if nothing here encodes that codec.
    static Result<std::unique_ptr<WaitingCard>> start(const MuxTracks& tracks, OnUnit on_unit);
    WaitingCard(const WaitingCard&) = delete;
    WaitingCard& operator=(const WaitingCard&) = delete;

    /// For a player that begins now.
    void force_keyframe() { pipeline_->force_keyframe(); }

private:
    WaitingCard(const MuxTracks& tracks, OnUnit on_unit);
    Result<void> draw(const TrackFormat& video);
    void give_silence();

    OnUnit on_unit_;
    std::shared_ptr<const TrackFormat> sound_; ///< of the silence; null: none
    Microseconds next_sound_;
    Inbox<SharedUnit> pictures_;
    std::unique_ptr<EncodingPipeline> pipeline_;
    Source sound_timer_;
};

} // namespace pixelpass
