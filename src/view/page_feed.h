// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "mux/muxer.h"
#include "view/feed_gate.h"
#include "view/http_reply.h"
#include "view/page_record.h"
#include "view/player_feed.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// What a page is sent: units for its own decoders, or fragments of MP4 for the browser's player.
enum class PageForm : std::uint8_t { units, fragments };

/// Supplies a page in a browser, over one endless answer of PageRecords, from a keyframe on. A page that
/// stalls loses pictures up to the next keyframe. Main thread.
class PageFeed final : public PlayerFeed {
public:
    struct Events {
        std::function<void()> on_ended;
        /// No keyframe has come by itself for what was dropped.
        std::function<void()> on_keyframe_needed;
        std::function<std::string()> status; ///< how the watch goes, in JSON; asked for once a second
    };

    PageFeed(SoupServerMessage* message, PageForm form, Events events);

    void offer(const SharedUnit& unit, const MuxTracks& tracks) override;
    [[nodiscard]] bool ended() const override { return ended_; }
    /// A page that is sent an MP4 asks for another one.
    [[nodiscard]] bool follows_tracks() const override { return form_ == PageForm::units; }
    bool tell_end(const std::string& why) override;

private:
    void write(PageRecord record, ByteView payload);
    void write_status();
    [[nodiscard]] bool configure(const AccessUnit& keyframe, const MuxTracks& tracks);
    void write_fragment(const AccessUnit& unit, const MuxTracks& tracks);
    void end();

    PageForm form_;
    Events events_;
    HttpReply reply_;
    FeedGate gate_;
    std::string config_;           ///< that the page has
    Bytes parameter_sets_;         ///< that the MP4 has in its head
    std::unique_ptr<Muxer> muxer_; ///< of fragments
    Microseconds fragment_pts_{};  ///< of the unit in hand
    bool ended_ = false;
    Source status_timer_;
};

} // namespace pixelpass
