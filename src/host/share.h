// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "fanout/broadcast.h"
#include "fanout/rate_director.h"
#include "host/clip_keeper.h"
#include "host/doorkeeper.h"
#include "host/recording.h"
#include "host/studio.h"
#include "host/viewer.h"
#include "net/endpoint.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// One form of the picture, as it is made now.
struct RenditionStatus {
    Rendition rendition;
    unsigned bitrate_kbps = 0;  ///< the encoder's aim
    std::uint64_t pictures = 0; ///< encoded so far; it stands still while nobody is sent it
};

/// One shared screen: an endpoint, the studio, and all who watch. Main thread.
class Share {
public:
    struct Options {
        Studio::Options studio;
        net::EndpointOptions endpoint; ///< its ALPNs are set by start()
        std::size_t max_viewers = 10;
        std::string recording = {}; ///< the file that it is recorded to; empty: none
        Consent consent = {};
    };
    struct Events {
        /// Once: others can dial now; `reachable` is false if a relay was wanted and none answers.
        std::function<void(const std::string& ticket, bool reachable)> on_ticket;
        std::function<void(const ViewerStatus&)> on_joined;
        /// Of one who had joined.
        std::function<void(const ViewerStatus&, const std::string& reason)> on_left;
        /// The host's person is to be asked, with Consent::approve; answer() says what they say.
        std::function<void(const ViewerRequest&)> on_request = {};
        /// Answered, withdrawn, or nobody answered in time.
        std::function<void(const ViewerRequest&, const std::string& reason)> on_request_gone = {};
        /// One was not let in, for a reason that it is told, and the host's person was not asked.
        std::function<void(const std::string& id, const std::string& reason)> on_turned_away =
            [](const auto&, const auto&) {};
        std::function<void(const SourceState&)> on_source; ///< viewers see something else from now on
        std::function<void(const Heard&)> on_heard; ///< of applications: viewers hear others from now on
        /// What encoded can't go on, for that reason; this does from now on.
        std::function<void(const EncodingChoice&, const Error&)> on_encoding;
        /// Another bitrate, or another picture for the viewer that is named: null for a bitrate.
        std::function<void(const RateChange&, const ViewerStatus* viewer)> on_rate;
        std::function<void(const Error&)> on_warning; ///< the share goes on
        std::function<void(const Error&)> on_ended;   ///< what was shared is closed
        std::function<void(const Error&)> on_failed;  ///< it can't
    };

    /// Opens the endpoint; on_ticket follows. Errors: those of net::Endpoint::create and Recorder::start.
    [[nodiscard]] static Result<std::unique_ptr<Share>> start(Options options, Events events);

    [[nodiscard]] std::vector<ViewerStatus> viewers() const;
    /// Those whom the host's person is asked about, the oldest first.
    [[nodiscard]] std::vector<ViewerRequest> requests() const { return doorkeeper_->requests(); }
    /// How many ids are let in unasked: those of Consent, and with Consent::approve those whom the person
    /// lets in always.
    [[nodiscard]] std::size_t allowed() const { return doorkeeper_->allowed(); }
    /// Whether nobody new gets in any more, by Consent::expiry.
    [[nodiscard]] bool has_expired() const { return doorkeeper_->has_expired(); }
    /// Lets in who asks, or sends it away. Code::usage: nobody of that id asks.
    [[nodiscard]] Result<void> answer(const std::string& id, Answer answer);
    /// Sends one who watches away, and never lets it in again in this share. Code::usage: nobody of that id
    /// watches.
    [[nodiscard]] Result<void> kick(const std::string& id);
    /// The video renditions, whether they are wanted or not.
    [[nodiscard]] std::vector<RenditionStatus> videos() const;
    /// Blanks picture and sound, at once, with that text in place of the picture, and keeps the viewers;
    /// nothing: the share goes on.
    void set_pause(std::optional<std::string> text);
    /// Blanks the sound alone, at once, or lets it go on.
    void set_muted(bool muted);
    /// The most for the full picture, in kbit/s, or all that it gets where a bitrate was given; nothing: as
    /// it was when the share began. Gives what that is.
    unsigned set_bitrate(std::optional<unsigned> kbps);
    /// Whether it is recorded, and that has not failed.
    [[nodiscard]] bool is_recording() const { return recording_ && recording_->wants(video_rendition); }
    /// Whether somebody watches, so that on_source tells what is seen.
    [[nodiscard]] bool is_seen() const { return studio_.is_seen(); }
    /// Saves the last half minute of what viewers were sent, as ClipKeeper::save() has it.
    [[nodiscard]] Result<void> save_clip(const std::filesystem::path& path,
                                         const ClipKeeper::Events& events) {
        return clips_.save(path, events);
    }
    /// Tells all viewers that the share is over; waits for them at most `limit`.
    void end(std::chrono::milliseconds limit);

private:
    struct Member {
        std::uint64_t number;
        std::string id;
        bool live; ///< speaks pixelpass/1
        std::unique_ptr<Viewer> viewer;
        bool has_place; ///< of max_viewers; strangers wait without
        bool let_in = false;
        bool joined = false;
        bool left = false;
    };

    Share(Options options, Events events);
    void admit(std::unique_ptr<net::Connection> connection);
    /// Sends it away, or its connection, and tells of it.
    template <typename Peer>
    void refuse(Peer& peer, const std::string& id, const Door::Refusal& refusal);
    /// The format of AAC, or null if there is none.
    [[nodiscard]] std::shared_ptr<const TrackFormat> aac_track() const;
    [[nodiscard]] Result<void> record(const std::string& path);
    [[nodiscard]] std::unique_ptr<Viewer> make_viewer(std::unique_ptr<net::Connection> connection,
                                                      Member& member);
    [[nodiscard]] bool has_place_for(const std::string& id) const;
    void let_in(Member& member);
    void take_source(const SourceState& state);
    void tell_seen(Seen seen);
    [[nodiscard]] Member& member(std::uint64_t number);
    void join(Member& member);
    void leave(Member& member, const std::string& reason);
    void direct_rates();
    void tell(const RateChange& change);

    Events events_;
    std::size_t max_viewers_;
    Codec codec_;                   ///< of the picture
    std::vector<Rendition> sounds_; ///< that are offered
    Seen seen_ = Seen::source;
    bool muted_ = false;
    RateDirector director_;
    ClipKeeper clips_;
    Studio studio_;
    Broadcast broadcast_;
    std::unique_ptr<Recording> recording_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<Doorkeeper> doorkeeper_;
    std::uint64_t next_number_ = 0; ///< of a member
    std::vector<std::unique_ptr<Member>> members_;
    Source cleanup_;
    Source handover_;
    Source director_timer_;
};

} // namespace pixelpass
