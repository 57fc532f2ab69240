// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "mux/muxer.h"
#include "view/feed_gate.h"
#include "view/http_reply.h"
#include "view/served_pictures.h"

#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// What keeps one local player supplied. Main thread.
class PlayerFeed {
public:
    virtual ~PlayerFeed() = default;
    /// A unit has come from the host; not called for hosts of pixelpass/0.
    virtual void offer(const SharedUnit& unit, const MuxTracks& tracks) = 0;
    /// The player is gone; destroy the feed.
    [[nodiscard]] virtual bool ended() const = 0;
    /// Whether it goes on with any tracks, where others are ended and started again.
    [[nodiscard]] virtual bool follows_tracks() const { return false; }
    /// The watch is over: says so to whoever can be told. Whether that takes a moment.
    virtual bool tell_end([[maybe_unused]] const std::string& why) { return false; }
    /// What the player was served; null if that is not known.
    [[nodiscard]] virtual ServedPictures* served() { return nullptr; }
};

/// Muxes units for one player, from a keyframe on. A player who stalls loses pictures up to the next
/// keyframe; one who asked for a container without a place for them is sent to the other.
class MuxedFeed final : public PlayerFeed {
public:
    struct Events {
        std::function<void()> on_ended;
        /// No keyframe has come by itself for what was dropped.
        std::function<void()> on_keyframe_needed;
    };

    /// `tracks` as far as they are known yet; `matroska_url` is where the same is to be had as Matroska,
    /// which holds everything. Events may be called from within.
    MuxedFeed(SoupServerMessage* message, Container container, const MuxTracks& tracks,
              std::string matroska_url, Events events);

    void offer(const SharedUnit& unit, const MuxTracks& tracks) override;
    [[nodiscard]] bool ended() const override { return ended_; }
    [[nodiscard]] ServedPictures* served() override { return &served_; }

private:
    bool turn_away(const MuxTracks& tracks);
    [[nodiscard]] bool start_muxer(const MuxTracks& tracks);
    void end();

    Container container_;
    std::string matroska_url_;
    Events events_;
    HttpReply reply_;
    std::unique_ptr<Muxer> muxer_;
    ServedPictures served_;
    FeedGate gate_;
    bool ended_ = false;
};

} // namespace pixelpass
