// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/hosting.h"

#include "cli/clip_file.h"
#include "cli/host_control.h"
#include "cli/sound_text.h"

#include <fmt/format.h>

#include <csignal>
#include <utility>

namespace pixelpass {
namespace {

/// What the mark in the desktop's panel says.
std::string who_sees(const HostState& state) {
    if (state.source.kind == SourceState::Kind::paused)
        return "paused: nobody sees it";
    const auto viewers = state.viewers.size();
    return viewers == 0   ? "nobody is watching"
           : viewers == 1 ? "1 is watching"
                          : fmt::format("{} are watching", viewers);
}

HostState state_of(const Studio::Options& studio, const Guard& guard) {
    return {.ticket = {},
            .guard = guard,
            .source_name = studio.source.name,
            .source = {.kind = SourceState::Kind::live, .size = studio.source.size, .cause = {}},
            .encoding = studio.encoding,
            .sound = describe_sound(studio.sound, studio.sound_rule),
            .heard = {},
            .sound_absence = {},
            .viewers = {},
            .videos = {},
            .requests = {},
            .most_kbps = studio.encoding.video.bitrate_kbps};
}

} // namespace

int Hosting::give_up(const Error& error) {
    failed_ = true;
    // The error is the last event.
    stats_ = {};
    lock_.reset();
    awake_.reset();
    close_dashboard();
    notices_.reset();
    mark_.reset();
    turned_away_.reset();
    output_.error(error);
    return static_cast<int>(error.code);
}

int Hosting::run(Studio::Options studio, net::EndpointOptions endpoint, Consent consent) {
    const auto now = std::chrono::system_clock::now();
    state_ = state_of(studio, guard_of(consent, options_.max_viewers, now));
    if (!options_.common.recording.empty())
        state_.recording = std::filesystem::absolute(options_.common.recording);
    if (options_.common.duration)
        state_.ends = now + *options_.common.duration;
    size_ = state_.source.size;
    output_.source(state_.source_name, state_.source);
    output_.encoder(studio.encoding, {});
    output_.audio(state_.sound);
    const bool real = studio.source.capturer != nullptr;
    // From here on Ctrl-C is ours; before, it ends the program by itself.
    session_.emplace(options_.common.duration);
    turned_away_.emplace([this](const TurnedAway& viewer) { output_.turned_away(viewer); });
    auto started = Share::start({.studio = std::move(studio),
                                 .endpoint = std::move(endpoint),
                                 .max_viewers = options_.max_viewers,
                                 .recording = options_.common.recording,
                                 .consent = std::move(consent)},
                                share_events());
    if (!started)
        return give_up(started.error());
    share_ = std::move(*started);
    look_at_door();
    pause_signal_ = on_signal(SIGUSR1, [this] { set_paused(!state_.paused); });
    clip_signal_ = on_signal(SIGUSR2, [this] {
        if (const auto saving = save_clip(); !saving)
            output_.warning(saving.error());
    });
    listen();
    if (real)
        watch_desktop();
    if (wants_page(options_.common))
        open_dashboard();
    stats_ = every(stats_interval, [this] { say_stats(); });
    const int status = session_->run([this] { return watched_ || !options_.common.recording.empty(); });
    close_dashboard();
    share_->end(farewell);
    if (!failed_)
        output_.ended(ending_);
    return status;
}

Share::Events Hosting::share_events() {
    return {
        .on_ticket = [this](const std::string& ticket, bool reachable) { show_ticket(ticket, reachable); },
        .on_joined =
            [this](const ViewerStatus& viewer) {
                watched_ = true;
                state_.viewers = share_->viewers();
                output_.joined(viewer);
                if (notices_)
                    notices_->joined(viewer);
            },
        .on_left =
            [this](const ViewerStatus& viewer, const std::string& reason) {
                state_.viewers = share_->viewers();
                output_.left(viewer, reason);
                if (notices_)
                    notices_->left(viewer);
            },
        .on_request =
            [this](const ViewerRequest& request) {
                take_requests();
                output_.requested(request);
            },
        .on_request_gone =
            [this](const ViewerRequest& request, const std::string& reason) {
                take_requests();
                output_.request_gone(request, reason);
            },
        .on_turned_away =
            [this](const std::string& id, const std::string& reason) {
                if (turned_away_)
                    turned_away_->take(id, reason);
            },
        .on_source = [this](const SourceState& state) { take_source(state); },
        .on_heard = [this](const Heard& heard) { take_heard(heard); },
        .on_encoding =
            [this](const EncodingChoice& encoding, const Error& cause) {
                state_.encoding = encoding;
                output_.encoder(encoding, cause);
            },
        .on_rate = [this](const RateChange& change,
                          const ViewerStatus* viewer) { output_.rate(change, viewer); },
        .on_warning =
            [this](const Error& warning) {
                if (warning.code == Code::audio) {
                    state_.sound_absence = warning.message;
                    show_state();
                }
                output_.warning(warning);
            },
        .on_ended =
            [this](const Error& reason) {
                ending_ = reason.message;
                session_->end(0);
            },
        .on_failed = [this](const Error& error) { session_->end(give_up(error)); }};
}

void Hosting::say_stats() {
    look_at_door();
    if (!share_->is_recording())
        state_.recording.clear();
    state_.viewers = share_->viewers();
    state_.videos.clear();
    for (const auto& status : share_->videos()) {
        auto& before = pictures_[status.rendition.id];
        const auto made = status.pictures - std::exchange(before, status.pictures);
        state_.videos.push_back(
            {.status = status,
             .fps = static_cast<double>(made) / std::chrono::duration<double>(stats_interval).count()});
    }
    output_.stats(state_.viewers, state_.videos);
    if (mark_)
        mark_->say(who_sees(state_));
    if (dashboard_)
        dashboard_->tick();
}

void Hosting::look_at_door() {
    state_.guard.allowed = share_->allowed();
    state_.guard.expired = share_->has_expired();
}

void Hosting::open_dashboard() {
    // Without one, lines tell the same.
    auto dashboard = Dashboard::open(state_, *this);
    if (!dashboard)
        return;
    dashboard_ = std::move(*dashboard);
    output_.divert([this](const std::string& sentence) { dashboard_->say(sentence); });
}

void Hosting::close_dashboard() {
    output_.divert({});
    if (std::exchange(dashboard_, nullptr))
        output_.kept(clips_);
}

void Hosting::show_state() {
    if (dashboard_)
        dashboard_->changed();
}

void Hosting::show_ticket(const std::string& ticket, bool reachable) {
    if (!reachable && options_.hide_addresses)
        output_.warning({Code::unreachable, "no relay answers: nobody can watch",
                         "check the internet connection, or leave out --hide-addresses"});
    else if (!reachable)
        output_.warning({Code::unreachable,
                         "no relay answers: only viewers on networks that reach this one can watch",
                         "check the internet connection, or use --relay none to do without"});
    state_.ticket = ticket;
    output_.ticket(ticket);
    show_state();
    if (dashboard_ && options_.offers_ticket)
        dashboard_->offer_ticket();
}

void Hosting::take_source(const SourceState& state) {
    const bool live = state.kind == SourceState::Kind::live;
    const bool changed = state.kind != state_.source.kind || (live && !(state.size == size_));
    state_.source = state;
    show_state();
    if (live)
        size_ = state.size;
    if (changed)
        output_.source(state_.source_name, state);
}

void Hosting::take_heard(const Heard& heard) {
    // Once, for what was never there: what ends later is seen in the line.
    if (const auto warning = waiting_warning(heard); warning && !waiting_told_)
        output_.warning(*warning);
    waiting_told_ = true;
    state_.heard = heard;
    state_.sound_absence.clear();
    show_state();
    output_.heard(state_.sound, heard);
}

void Hosting::take_requests() {
    state_.requests = share_->requests();
    show_state();
    if (notices_)
        notices_->set_requests(state_.requests);
}

Result<void> Hosting::answer(const std::string& id, Answer answer) { return share_->answer(id, answer); }

Result<void> Hosting::kick(const std::string& id) { return share_->kick(id); }

void Hosting::set_paused(bool paused) {
    state_.paused = paused;
    show_state();
    update_pause();
}

void Hosting::set_muted(bool muted) {
    if (std::exchange(state_.muted, muted) == muted)
        return;
    share_->set_muted(muted);
    output_.muted(muted);
    show_state();
}

Result<std::filesystem::path> Hosting::save_clip() {
    const auto file = new_clip_file();
    auto saving =
        share_->save_clip(file, {.on_saved =
                                     [this, file](Microseconds length) {
                                         clips_.push_back(file);
                                         output_.clip(file, length);
                                     },
                                 .on_failed = [this](const Error& error) { output_.warning(error); }});
    if (!saving)
        return fail(saving);
    return file;
}

void Hosting::set_bitrate(std::optional<unsigned> kbps) {
    state_.most_kbps = share_->set_bitrate(kbps);
    output_.bitrate(state_.most_kbps);
}

void Hosting::stop() { session_->end(0); }

void Hosting::listen() {
    auto server = ControlServer::start(
        [control = HostControl(state_, *this)](std::string_view line) { return control.answer(line); });
    if (server)
        control_ = std::move(*server);
    else
        output_.warning(server.error());
}

void Hosting::watch_desktop() {
    if (!options_.share_lock_screen)
        lock_.emplace([this](bool) { update_pause(); });
    awake_.emplace([this](const Error& error) { output_.warning(error); });
    mark_.emplace("video-display", "pixelpass shares your screen");
    notices_.emplace(
        ViewerNotices::Events{.on_answer =
                                  [this](const std::string& id, Answer said) {
                                      if (const auto answered = answer(id, said); !answered)
                                          output_.warning(answered.error());
                                  },
                              .is_watched = [this] { return dashboard_ && dashboard_->looked_at(); }});
}

void Hosting::update_pause() {
    const char* text = lock_ && lock_->locked() ? "the screen is locked" : state_.paused ? "paused" : nullptr;
    // Said here where nobody sees it.
    if (text)
        take_source({.kind = SourceState::Kind::paused, .size = {}, .cause = {.message = text, .hint = {}}});
    else if (!share_->is_seen())
        take_source({.kind = SourceState::Kind::live, .size = size_, .cause = {}});
    share_->set_pause(text ? std::optional<std::string>(text) : std::nullopt);
}

} // namespace pixelpass
