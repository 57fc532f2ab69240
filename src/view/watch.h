// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/seen.h"
#include "mux/recorder.h"
#include "view/browser.h"
#include "view/browser_player.h"
#include "view/host_contact.h"
#include "view/installed_player.h"
#include "view/local_server.h"
#include "view/player_feed.h"
#include "view/running_player.h"
#include "view/timeline.h"
#include "view/waiting_card.h"
#include "view/window_feed.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What a viewer sees of its own watching.
struct WatchStatus {
    net::PathInfo path;
    std::string protocol;
    std::uint32_t width = 0;  ///< of the picture, px; 0: unknown
    std::uint32_t height = 0; ///< likewise
    ArrivalReport arrival;    ///< of the last second; nothing for pixelpass/0
    std::size_t players = 0;
    /// From being given a picture to its being seen, in the middle of its time on the screen, of the player
    /// that was started, or of our window, which may show an older one; 0: unknown.
    Microseconds player_delay{};
    std::optional<WindowStatus> window; ///< our own, while it is open
    bool waiting = false;               ///< the host was lost, and is dialled
    Seen seen = Seen::source;           ///< by the host's word, while it is there
    bool muted = false;                 ///< likewise: it hides its sound

    /// How long ago what is seen was captured, as far as that is known: not every player tells what it holds
    /// back.
    [[nodiscard]] Microseconds seen_delay() const { return arrival.delay + player_delay; }
};

/// Watching one host: the way to it, the server for local players, and the player that we started. While the
/// host is away, players are shown a card. Main thread.
class Watch {
public:
    struct Options {
        HostContact::Options host;
        std::uint16_t port = 0;                ///< of the local server; 0: any
        std::optional<InstalledPlayer> player; ///< none: start none
        bool window = false;                   ///< in the player's place, one of our own
        std::optional<Browser> browser;        ///< likewise, a page in it
        Microseconds latency{};                ///< that the player may have, of what has come
        std::string recording;                 ///< the file to record to; empty: none
    };
    struct Events {
        /// At first, and whenever the host is back.
        std::function<void(const WatchStatus&)> on_connected;
        /// The host's person is asked whether to let us in.
        std::function<void()> on_pending;
        std::function<void()> on_let_in; ///< by those who were asked
        /// As HostContact has it; give_password() follows.
        std::function<Result<void>()> on_password_wanted;
        std::function<void()> on_waiting;             ///< it was lost; on_connected follows, or on_ended
        std::function<void(const Error&)> on_warning; ///< the watch goes on
        std::function<void(const std::string& url)> on_url;
        std::function<void(const Child::Command&)> on_player_started;
        std::function<void(const WindowStatus&)> on_window_started;
        std::function<void(int status)> on_player_exited; ///< or the window was closed, with 0
        /// What is written over the window's pictures; may be empty.
        std::function<std::string(const WatchStatus&)> overlay;
        /// The codec is not known of a host of pixelpass/0.
        std::function<void(std::optional<Codec> codec)> on_first_picture;
        std::function<void(Result<void>, const std::string& reason)> on_ended; ///< once; end the loop
    };

    /// Opens the recording and the local server, and dials. Errors: Code::usage, Code::unreachable.
    [[nodiscard]] static Result<std::unique_ptr<Watch>> start(Options options, Events events);

    [[nodiscard]] WatchStatus status() const;
    void give_password(std::string password) { host_->give_password(std::move(password)); }
    /// Ends the player and tells the host; waits for it at most `limit`.
    void end(std::chrono::milliseconds limit);

private:
    Watch(Options options, Events events);
    [[nodiscard]] HostContact::Events contact_events();
    [[nodiscard]] Result<void> start_recording();
    void stop_recording(const Error& why);
    [[nodiscard]] Microseconds picture_interval() const;
    /// From a picture's being given to a player till it is shown; 0: unknown.
    [[nodiscard]] Microseconds shown_after() const;
    [[nodiscard]] Microseconds player_delay() const;
    void connected();
    void lost();
    void hold();
    void show_card();
    void take(const SharedUnit& unit);
    void resume();
    void feed(const SharedUnit& unit, std::optional<Microseconds> clock_ahead);
    /// What is served to the player that is started, or recommended to others.
    [[nodiscard]] Container container() const;
    void take_shown(Microseconds behind);
    void start_player();
    void open_window();
    void open_browser();
    void player_exited(int status);
    [[nodiscard]] bool open_feed(SoupServerMessage* message, Container container);
    [[nodiscard]] bool open_page(SoupServerMessage* message, PageForm form);
    void begin_feed(std::unique_ptr<PlayerFeed> feed);
    void request_keyframe();
    void clean_up_later();
    void update_demand();
    void note_picture();
    void finish(Result<void> result, const std::string& reason);

    Options options_;
    Events events_;
    std::unique_ptr<HostContact> host_;
    std::unique_ptr<LocalServer> server_;
    MuxTracks tracks_; ///< that players were last given
    Timeline timeline_;
    bool announced_ = false; ///< connected at first, and players may come
    bool returning_ = false; ///< no keyframe has come since the host was lost
    std::vector<std::unique_ptr<PlayerFeed>> feeds_;
    WindowFeed* window_ = nullptr; ///< one of them
    std::unique_ptr<Recorder> recorder_;
    std::unique_ptr<WaitingCard> card_;
    std::unique_ptr<RunningPlayer> player_;
    std::unique_ptr<BrowserPlayer> browser_;
    std::optional<Microseconds> page_delay_; ///< that a page has told of
    Source page_silence_;                    ///< after which it shows nothing any more
    bool player_expected_ = false;           // it was started and has not connected yet
    bool player_closed_ = false;
    bool held_ = false; // no player is started before the host lets us in
    bool subscribed_ = false;
    bool pictured_ = false;
    bool ended_ = false;
    Source cleanup_;
    Source recording_end_;
    Source restart_;
    Source unsubscribe_;
    Source farewell_;
};

} // namespace pixelpass
