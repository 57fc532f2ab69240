// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/leftovers.h"
#include "audio/list_applications.h"
#include "base/error.h"
#include "capture/list_sources.h"
#include "cli/host_state.h"
#include "cli/options.h"
#include "cli/status_line.h"
#include "cli/turned_away.h"
#include "doctor/check.h"
#include "gst/encoder_trial.h"
#include "host/encoder_ladder.h"
#include "host/share.h"
#include "view/list_players.h"
#include "view/watch.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pixelpass {

/// Who is told the events of a share besides stdout, whether `--json` is given or not: while it is open, each
/// as one line of JSON, without its end.
struct EventSink {
    std::function<bool()> is_open = [] { return false; };
    std::function<void(const std::string& line)> take = {};
};

/// All that the program says: the results that a script wants on stdout, sentences for people on stderr; with
/// `--json` one object a line on stdout instead. How late viewers see is said all the time, by a StatusLine.
/// The voice: lower case, the cause first, then a hint with the next step. Main thread.
class Output {
public:
    Output(bool as_json, Verbosity verbosity, EventSink sink = {})
        : json_(as_json)
        , quiet_(verbosity == Verbosity::quiet)
        // A log has lines of its own.
        , status_(std::make_unique<StatusLine>(verbosity == Verbosity::normal))
        , sink_(std::move(sink)) {}
    explicit Output(const CommonOptions& options, EventSink sink = {})
        : Output(options.json, options.verbosity, std::move(sink)) {}

    /// Has sentences go there from now on, and nothing to the terminal; an empty one: as before.
    void divert(std::function<void(const std::string& sentence)> sentences);

    void error(const Error& error) const;
    void warning(const Error& warning) const;
    /// The share or the watch is over.
    void ended(const std::string& reason) const;

    /// One line of a list.
    void listed(const TrialResult& encoder) const;
    void listed(const PlayerInfo& player) const;
    void listed(const SourceInfo& source) const;
    void listed(const ApplicationInfo& application) const;

    /// What a repair is going to remove, or would; what it has removed; and how many it found.
    void found(const Leftover& leftover, bool dry_run) const;
    void removed(const Leftover& leftover) const;
    void repaired(std::size_t found, bool dry_run) const;

    /// An examination takes a while.
    void examining() const;
    void checked(const Check& check) const;
    /// The end of an examination: whether sharing works, and the exit status that follows.
    /// `warned`: the checks with warnings, which may be out of sight by then.
    void examined(bool works, int status, const std::vector<std::string>& warned) const;

    /// What of the source viewers see from now on.
    void source(const std::string& name, const SourceState& state) const;
    /// `cause` is why it is another than before; empty at first.
    void encoder(const EncodingChoice& encoding, const Error& cause) const;
    /// What is let hear, as it was asked for; and what of it is there from now on.
    void audio(const std::string& description) const;
    void heard(const std::string& description, const Heard& heard) const;
    /// The sound alone is silent, or no longer.
    void muted(bool muted) const;
    /// The most that the picture may take from now on.
    void bitrate(unsigned kbps) const;
    void ticket(const std::string& ticket) const;
    /// Somebody wants to watch, and how to answer; and why there is nothing to answer any more.
    void requested(const ViewerRequest& request) const;
    void request_gone(const ViewerRequest& request, const std::string& reason) const;
    void turned_away(const TurnedAway& viewer) const;
    void joined(const ViewerStatus& viewer) const;
    void left(const ViewerStatus& viewer, const std::string& reason) const;
    void stats(const std::vector<ViewerStatus>& viewers, const std::vector<VideoRate>& videos) const;
    /// A decision of the rate control; of the viewer that it moves, or null.
    void rate(const RateChange& change, const ViewerStatus* viewer) const;

    /// Clips that were saved, where what was said of them is no longer to be seen.
    void kept(const std::vector<std::filesystem::path>& clips) const;
    /// What was shared of late is saved.
    void clip(const std::filesystem::path& file, Microseconds length) const;
    void connected(const WatchStatus& status) const;
    /// The host's person is asked whether to let us in.
    void pending() const;
    /// They have said yes.
    void let_in() const;
    /// The host was lost, and is dialled again.
    void waiting() const;
    void url(const std::string& url) const;
    void player_started(const Child::Command& command) const;
    /// Neither mpv nor VLC is installed: a window takes their place, or a browser.
    void no_player(bool window) const;
    void window_started(const WindowStatus& window) const;
    void player_exited(int status) const;
    /// `codec` is not known of a host of pixelpass/0.
    void first_picture(std::chrono::milliseconds since_start, std::optional<Codec> codec) const;
    void stats(const WatchStatus& status) const;

private:
    /// Whether anybody takes events.
    [[nodiscard]] bool is_wanted() const { return json_ || sink_.is_open(); }
    void event(const nlohmann::json& event) const;
    void result(const std::string& line) const;
    void say(const std::string& sentence) const;
    void keep_saying(const std::string& how_it_is) const;

    bool json_;
    bool quiet_;
    std::unique_ptr<StatusLine> status_;
    std::function<void(const std::string&)> sentences_;
    EventSink sink_;
};

} // namespace pixelpass
