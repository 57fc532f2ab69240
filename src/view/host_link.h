// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "mux/muxer.h"
#include "net/connection.h"
#include "view/arrival_stats.h"
#include "view/clock_sync.h"
#include "view/unit_sorter.h"
#include "wire/control_reader.h"
#include "wire/messages.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// The viewer's side of pixelpass/1: greets the host, subscribes, sorts what comes and reports on it. Main
/// thread.
class HostLink {
public:
    struct Events {
        std::function<void(const SharedUnit&)> on_unit; ///< in order; the first picture is a keyframe
        std::function<void()> on_broken;                ///< the host breaks the protocol; end the connection
        /// Once: nothing at all has come for `longest_silence`, and nothing will.
        std::function<void()> on_silence;
        /// What the player adds to the delay that the host is told of, as far as that is known; may be empty.
        std::function<Microseconds()> player_delay = {};
        std::function<void()> on_pending = {}; ///< the host's person is asked whether to let us in
        std::function<void()> on_let_in = {};  ///< likewise, and has let us in
        /// Once: the host wants proof of its password; prove() gives it.
        std::function<void(const Bytes& element)> on_challenge = {};
        /// Whether this convinces us that the host knows the password, too; if not, the link is over.
        std::function<bool(const Bytes& confirmation)> on_counterproof = {};
        /// Whether to take a catalog of a host that asks for no proof and gives none; if not, the link is
        /// over.
        std::function<bool()> on_unproven = {};
    };

    /// A host that sends units also answers the viewer's clock twice a second, whatever else it has to say.
    /// Long before QUIC gives a connection up.
    static constexpr std::chrono::milliseconds longest_silence{1500};
    /// Messages that may overtake the catalog, and their bytes: a few whole units.
    static constexpr std::size_t max_before_catalog = 256;
    static constexpr std::size_t max_bytes_before_catalog = 32U << 20;

    /// `connection` must outlive the link; messages of it are given to take_message().
    HostLink(net::Connection& connection, std::string name, Events events);

    /// Asks for picture and sound, or for nothing.
    void subscribe(bool wanted);
    /// Asks for a keyframe, for somebody who has just begun to watch.
    void request_keyframe();
    /// Answers the challenge, by net::PasswordProof.
    void prove(const Bytes& element, const Bytes& confirmation);
    /// Takes a whole uni-stream from the host.
    void take_message(const SharedBytes& message);

    /// The tracks that the catalog last named; none before the first catalog.
    [[nodiscard]] const MuxTracks& tracks() const { return tracks_; }
    /// What the pictures are, by the host's word.
    [[nodiscard]] Seen seen() const { return seen_; }
    /// Whether the host hides its sound, by its word.
    [[nodiscard]] bool muted() const { return muted_; }
    /// What has arrived so far.
    [[nodiscard]] const ArrivalStats& stats() const { return stats_; }
    /// How far the host's clock is ahead of ours, once that is known.
    [[nodiscard]] std::optional<Microseconds> clock_ahead() const { return clock_.offset(); }

private:
    void read_control(ByteView data);
    void handle(const wire::Message& message);
    void on(const wire::Catalog& catalog);
    void on(const wire::ClockReply& reply);
    void on(const wire::Skip& skip);
    void on(const wire::Pending& pending);
    void on(const wire::Paused& paused);
    void on(const wire::Muted& muted) { muted_ = muted.muted; }
    void on(const wire::Challenge& challenge);
    void on(const wire::Counterproof& proof);
    template <typename Other>
    void on(const Other&) {} // nothing that a viewer acts on
    void send(const wire::Message& message);
    void take_sorted(const SharedUnit& unit);
    void look();
    void ask_clock();
    void report();
    void break_off(const std::string& reason);
    /// Whether the host still has to prove that it knows the password.
    [[nodiscard]] bool in_doubt() const { return challenged_ && !convinced_; }
    [[nodiscard]] UnitSorter& sorter(MediaKind kind) { return kind == MediaKind::video ? video_ : audio_; }

    Events events_;
    std::unique_ptr<net::Stream> control_;
    wire::ControlReader reader_;
    UnitSorter video_;
    UnitSorter audio_;
    MuxTracks tracks_;
    std::deque<SharedBytes> before_catalog_;
    std::size_t bytes_before_catalog_ = 0;
    ClockSync clock_;
    ArrivalStats stats_;
    unsigned clock_requests_ = 0;
    Seen seen_ = Seen::source;
    bool muted_ = false;
    bool pending_ = false;
    bool greeted_ = false;
    bool challenged_ = false;
    bool catalogued_ = false;
    bool convinced_ = false;               ///< that the host knows the password, too
    bool over_ = false;                    ///< broken, or silent
    std::optional<Microseconds> heard_at_; ///< once units have come
    Microseconds looked_at_;
    Source look_timer_;
    Source clock_timer_;
    Source report_timer_;
};

} // namespace pixelpass
