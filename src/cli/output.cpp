// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/output.h"

#include "base/log.h"
#include "base/printable.h"
#include "cli/delay_text.h"
#include "cli/error_text.h"
#include "cli/host_json.h"
#include "cli/print.h"
#include "cli/sound_text.h"
#include "cli/viewer_name.h"
#include "media/codec_name.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <utility>

namespace pixelpass {
namespace {

using nlohmann::json;

json to_json(const WindowStatus& window) {
    return {{"sink", window.sink},
            {"decoder", window.decoder},
            {"hardware", window.hardware},
            {"delay_ms", to_ms(window.delay)},
            {"pictures_shown", window.shown},
            {"rewound_ms", to_ms(window.rewound)}};
}

const char* picture_name(Rendition rendition) {
    return rendition == half_rendition ? "the half-size picture" : "the full picture";
}

std::string why_of(const RateChange& change) {
    return change.capacity_kbps
               ? fmt::format("the path has room for {} kbit/s of pictures", *change.capacity_kbps)
               : "the path shows no limit";
}

json to_json(const Leftover& leftover, const char* event) {
    return {{"event", event},
            {"kind", leftover.kind == Leftover::Kind::loopback ? "loopback" : "sink"},
            {"name", leftover.name},
            {"pids", leftover.makers}};
}

/// Its name is another program's: nothing of it may act on a terminal.
std::string describe(const Leftover& leftover) {
    return fmt::format("{} {}", leftover.kind == Leftover::Kind::loopback ? "loopback" : "sink",
                       printable(bytes_of(leftover.name)));
}

/// The event of that name.
json named(const char* event, json fields) {
    fields["event"] = event;
    return fields;
}

} // namespace

void Output::event(const json& event) const {
    if (!is_wanted())
        return;
    // Names and reasons come from peers: what is no UTF-8 is replaced, never thrown about.
    const auto line = event.dump(-1, ' ', false, json::error_handler_t::replace);
    if (json_)
        print(stdout, line + '\n');
    if (sink_.is_open())
        sink_.take(line);
}

void Output::divert(std::function<void(const std::string& sentence)> sentences) {
    status_->clear();
    sentences_ = std::move(sentences);
}

void Output::result(const std::string& line) const {
    if (sentences_)
        return;
    status_->clear();
    print(stdout, line + '\n');
}

void Output::say(const std::string& sentence) const {
    if (quiet_ || json_)
        return;
    if (sentences_)
        return sentences_(sentence);
    status_->clear();
    print(stderr, fmt::format("pixelpass: {}\n", sentence));
}

void Output::keep_saying(const std::string& how_it_is) const {
    if (!quiet_ && !sentences_)
        status_->show(how_it_is.empty() ? "" : "pixelpass: " + how_it_is);
}

void Output::error(const Error& error) const {
    event({{"event", "error"},
           {"status", static_cast<int>(error.code)},
           {"message", error.message},
           {"hint", error.hint}});
    status_->clear();
    print(stderr, fmt::format("pixelpass: {}\n", error.message));
    if (!error.hint.empty())
        print(stderr, fmt::format("hint: {}\n", error.hint));
}

void Output::warning(const Error& warning) const {
    event({{"event", "warning"}, {"message", warning.message}, {"hint", warning.hint}});
    say(in_one_line(warning));
}

void Output::ended(const std::string& reason) const {
    event({{"event", "ended"}, {"reason", reason}});
    say(reason);
}

void Output::listed(const TrialResult& encoder) const {
    const auto& spec = *find_encoder(encoder.name);
    if (json_)
        return event({{"encoder", encoder.name},
                      {"codec", codec_word(spec.codec)},
                      {"hardware", spec.hardware},
                      {"works", encoder.ok},
                      {"reason", encoder.reason},
                      {"package", encoder.package}});
    const std::string help = encoder.package.empty() ? "" : fmt::format(" (install {})", encoder.package);
    result(fmt::format("{:<15}{:<7}{:<10}{}", encoder.name, codec_name(spec.codec),
                       spec.hardware ? "hardware" : "software",
                       encoder.ok ? "works" : encoder.reason + help));
}

void Output::listed(const PlayerInfo& player) const {
    if (json_)
        return event({{"player", player.name},
                      {"works", !player.found.empty()},
                      {"found", player.found},
                      {"reason", player.missing.message},
                      {"hint", player.missing.hint}});
    result(fmt::format("{:<9}{}", player.name,
                       player.found.empty() ? in_one_line(player.missing) : player.found));
}

void Output::listed(const SourceInfo& source) const {
    const auto [width, height] = source.size;
    if (json_)
        return event({{"source", source.kind},
                      {"name", source.name},
                      {"id", source.id},
                      {"width_px", width},
                      {"height_px", height}});
    result(fmt::format("{:<9}{:<12}{:<12}{}", source.kind, fmt::format("{}x{}", width, height), source.id,
                       source.name));
}

void Output::listed(const ApplicationInfo& application) const {
    const bool heard = application.verdict == Verdict::captured;
    if (json_)
        return event({{"app", application.name},
                      {"binary", application.binary},
                      {"pid", application.process},
                      {"flatpak", application.flatpak},
                      {"node", application.node},
                      {"heard", heard},
                      {"reason", reason_of(application.verdict)}});
    result(fmt::format("{:<24}{:<20}{:<9}{:<24}{}", application.name, application.binary, application.process,
                       application.node, heard ? "heard" : reason_of(application.verdict)));
}

void Output::found(const Leftover& leftover, bool dry_run) const {
    if (json_)
        return event(to_json(leftover, "leftover"));
    result(fmt::format("{} {}: pixelpass {} has ended", dry_run ? "would remove" : "removing",
                       describe(leftover), fmt::join(leftover.makers, ", ")));
}

void Output::removed(const Leftover& leftover) const {
    if (json_)
        return event(to_json(leftover, "removed"));
    result(fmt::format("removed {}", describe(leftover)));
}

void Output::repaired(std::size_t found, bool dry_run) const {
    const char* const reason = found == 0 ? "nothing to repair" : dry_run ? "nothing is changed" : "repaired";
    if (json_)
        return event({{"event", "ended"}, {"reason", reason}});
    result(reason);
}

void Output::examining() const { keep_saying("looking at this machine, for 20 s at most"); }

void Output::checked(const Check& check) const {
    const auto health = health_word(check.health);
    if (json_)
        return event({{"event", "check"},
                      {"name", check.name},
                      {"health", health},
                      {"found", check.found},
                      {"cause", check.cause},
                      {"mend", check.mend},
                      {"details", check.details}});
    const std::string cause = check.cause.empty() ? "" : ": " + check.cause;
    result(fmt::format("{:<9}{:<12}{}{}", health, check.name, check.found, cause));
    constexpr unsigned indent = 21;
    if (!check.mend.empty())
        result(fmt::format("{:{}}mend: {}", "", indent, check.mend));
    for (const auto& detail : check.details)
        result(fmt::format("{:{}}{}", "", indent, detail));
}

void Output::examined(bool works, int status, const std::vector<std::string>& warned) const {
    if (json_)
        return event({{"event", "doctor"}, {"works", works}, {"status", status}});
    if (!works)
        return result("sharing does not work: mend what comes first above");
    result(warned.empty() ? "sharing works"
                          : fmt::format("sharing works, with warnings above: {}", fmt::join(warned, ", ")));
}

void Output::source(const std::string& name, const SourceState& state) const {
    using Kind = SourceState::Kind;
    const auto [width, height] = state.size;
    event(named("source", source_json(name, state)));
    if (state.kind == Kind::live)
        say(width ? fmt::format("showing {}, {}x{}", name, width, height) : fmt::format("showing {}", name));
    else if (state.kind == Kind::paused)
        say(fmt::format("{}: viewers see a card, and hear nothing", state.cause.message));
    else
        say(fmt::format("{}: viewers are told ({})", state.cause.message, state.cause.hint));
}

void Output::encoder(const EncodingChoice& encoding, const Error& cause) const {
    const auto& [encoder, video] = encoding;
    const auto [width, height] = video.size.value_or(Size{});
    json fields = encoder_json(encoding);
    fields["reason"] = cause.message;
    fields["hint"] = cause.hint;
    event(named("encoder", std::move(fields)));
    auto line = fmt::format(
        "encoding {} with {} ({}), {} kbit/s, at most {} pictures a second", codec_name(encoder->codec),
        encoder->name, encoder->hardware ? "hardware" : "software", video.bitrate_kbps, video.frame_rate);
    if (width)
        line += fmt::format(" of {}x{}", width, height);
    say(cause.message.empty() ? line : fmt::format("{}: {} ({})", cause.message, line, cause.hint));
}

void Output::audio(const std::string& description) const {
    event(named("audio", sound_json(description, {})));
    say(fmt::format("sound: {}", description));
}

void Output::heard(const std::string& description, const Heard& heard) const {
    event(named("audio", sound_json(description, heard)));
    say(heard_line(heard));
}

void Output::muted(bool muted) const {
    event({{"event", "muted"}, {"muted", muted}});
    say(muted ? "muted: viewers hear nothing" : "viewers hear the sound again");
}

void Output::bitrate(unsigned kbps) const {
    event({{"event", "bitrate"}, {"most_kbps", kbps}});
    say(fmt::format("the picture takes {} kbit/s at most", kbps));
}

void Output::ticket(const std::string& ticket) const {
    event({{"event", "ticket"}, {"ticket", ticket}});
    if (json_)
        return;
    say("give this ticket to those who may watch; ctrl-c ends the share");
    result(ticket);
}

void Output::requested(const ViewerRequest& request) const {
    event(named("viewer_request", to_json(request)));
    auto sentence = fmt::format("{} wants to watch", short_name(request.name, request.id));
    if (!sentences_) // A page has keys for it.
        sentence += fmt::format(" (pixelpass ctl approve {} lets them in)", viewer_words(request.id));
    say(sentence);
}

void Output::request_gone(const ViewerRequest& request, const std::string& reason) const {
    json fields = to_json(request);
    fields["reason"] = reason;
    event(named("viewer_request_gone", std::move(fields)));
    say(fmt::format("{}: {}", short_name(request.name, request.id), reason));
}

void Output::turned_away(const TurnedAway& viewer) const {
    const auto words = viewer_words(viewer.id);
    event({{"event", "viewer_turned_away"},
           {"id", viewer.id},
           {"words", words},
           {"reason", viewer.reason},
           {"attempts_before", viewer.attempts_before}});
    const auto before = viewer.attempts_before == 0
                            ? ""
                            : fmt::format(" (and {} {} before)", viewer.attempts_before,
                                          viewer.attempts_before == 1 ? "attempt" : "attempts");
    say(fmt::format("{} was turned away: {}{}", words, viewer.reason, before));
}

void Output::joined(const ViewerStatus& viewer) const {
    event(named("viewer_joined", to_json(viewer)));
    say(fmt::format("{} is watching", short_name(viewer.name, viewer.id)));
}

void Output::left(const ViewerStatus& viewer, const std::string& reason) const {
    json fields = to_json(viewer);
    fields["reason"] = reason;
    event(named("viewer_left", std::move(fields)));
    say(fmt::format("{}: {}", short_name(viewer.name, viewer.id), reason));
}

void Output::stats(const std::vector<ViewerStatus>& viewers, const std::vector<VideoRate>& videos) const {
    if (!json_)
        keep_saying(describe_viewers(viewers));
    if (!is_wanted()) // They come each second, and may be long.
        return;
    event({{"event", "stats"},
           {"pictures_encoded", videos.front().status.pictures},
           {"renditions", to_json(videos)},
           {"viewers", to_json(viewers)}});
}

void Output::rate(const RateChange& change, const ViewerStatus* viewer) const {
    const std::string why = why_of(change);
    event({{"event", "rate"},
           {"viewer", viewer ? json(viewer->id) : json()},
           {"from", change.from.id},
           {"to", change.to.id},
           {"from_kbps", change.from_kbps},
           {"to_kbps", change.to_kbps},
           {"why", why}});
    if (viewer)
        say(fmt::format("{} gets {} now: {}", short_name(viewer->name, viewer->id), picture_name(change.to),
                        why));
    else
        spdlog::info("{} has {} kbit/s now: {}", picture_name(change.to), change.to_kbps, why);
}

void Output::kept(const std::vector<std::filesystem::path>& clips) const {
    for (const auto& file : clips)
        say(fmt::format("a clip is in {}", file.string()));
}

void Output::clip(const std::filesystem::path& file, Microseconds length) const {
    const auto seconds = std::chrono::duration<double>(length).count();
    event({{"event", "clip"}, {"file", file.string()}, {"length_s", seconds}});
    say(fmt::format("the last {:.0f} s are in {}", seconds, file.string()));
}

void Output::connected(const WatchStatus& status) const {
    if (json_)
        return event(
            {{"event", "connected"}, {"protocol", status.protocol}, {"path", path_name(status.path)}});
    say("connected to the host");
}

void Output::pending() const {
    if (json_)
        return event({{"event", "pending"}});
    say("waiting for the host's person to let you in (ctrl-c ends this)");
}

void Output::let_in() const {
    if (json_)
        return event({{"event", "let_in"}});
    say("the host let you in");
}

void Output::waiting() const {
    if (json_)
        return event({{"event", "waiting"}, {"reason", "the connection to the host is lost"}});
    say("the connection to the host is lost: waiting for the host (ctrl-c ends the watch)");
}

void Output::url(const std::string& url) const {
    if (json_)
        return event({{"event", "url"}, {"url", url}});
    result(url);
}

void Output::player_started(const Child::Command& command) const {
    if (json_)
        return event({{"event", "player_started"}, {"command", command.argv}});
    result(fmt::format("{}", fmt::join(command.argv, " ")));
}

void Output::no_player(bool window) const {
    say(fmt::format("neither mpv nor VLC is installed: showing it in {}",
                    window ? "a window of our own" : "a browser"));
}

void Output::window_started(const WindowStatus& window) const {
    if (json_)
        return event({{"event", "player_started"},
                      {"command", json::array()},
                      {"player", "window"},
                      {"sink", window.sink}});
    say("in the window: F fills the screen, I shows figures, M mutes, the arrow to the left goes back, Q "
        "ends");
}

void Output::player_exited(int status) const {
    if (json_)
        event({{"event", "player_exited"}, {"status", status}});
}

void Output::first_picture(std::chrono::milliseconds since_start, std::optional<Codec> codec) const {
    if (json_)
        return event({{"event", "first_frame"},
                      {"after_ms", since_start.count()},
                      {"codec", codec ? codec_word(*codec) : ""}});
    say(fmt::format("first picture after {} ms", since_start.count()));
    if (codec && *codec != Codec::h264)
        say(fmt::format("it is {}: if your player does not show it, ask the host to share with --codec h264",
                        codec_name(*codec)));
}

void Output::stats(const WatchStatus& status) const {
    if (!json_)
        return keep_saying(describe_watch(status));
    const auto& arrival = status.arrival;
    event({{"event", "stats"},
           {"path", path_name(status.path)},
           {"rtt_ms", to_ms(status.path.rtt)},
           {"bitrate_kbps", arrival.kbps()},
           {"fps", arrival.fps()},
           {"width_px", status.width},
           {"height_px", status.height},
           {"units_lost", arrival.lost},
           {"delay_ms", to_ms(arrival.delay)},
           {"delay_max_ms", to_ms(arrival.delay_max)},
           {"muted", status.muted},
           {"waiting", status.waiting},
           {"players", status.players},
           {"player_delay_ms", to_ms(status.player_delay)},
           {"window", status.window ? to_json(*status.window) : json()}});
}

} // namespace pixelpass
