// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "mux/muxer.h"
#include "view/http_reply.h"

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
};

/// Muxes units for one player, from a keyframe on. A player who stalls loses pictures up to the next
/// keyframe; one who asked for a container without a place for them is sent to the other.
class MuxedFeed final : public PlayerFeed {
public:
    /// Bytes that may wait for the player before units are dropped, and at which they flow again.
    static constexpr std::uint64_t high_water = 1U << 20;
    static constexpr std::uint64_t low_water = 64U << 10;

    /// `tracks` as far as they are known yet; `matroska_url` is where the same is to be had as Matroska,
    /// which holds everything. `on_ended` may be called from within.
    MuxedFeed(SoupServerMessage* message, Container container, const MuxTracks& tracks,
              std::string matroska_url, std::function<void()> on_ended);

    void offer(const SharedUnit& unit, const MuxTracks& tracks) override;
    [[nodiscard]] bool ended() const override { return ended_; }

private:
    bool turn_away(const MuxTracks& tracks);
    [[nodiscard]] bool start_muxer(const MuxTracks& tracks);
    void end();

    Container container_;
    std::string matroska_url_;
    std::function<void()> on_ended_;
    HttpReply reply_;
    std::unique_ptr<Muxer> muxer_;
    bool awaiting_keyframe_ = true;
    bool ended_ = false;
};

} // namespace pixelpass
