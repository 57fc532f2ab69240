// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/options.h"

#include "base/error.h"
#include "base/printable.h"
#include "cli/bitrate_text.h"
#include "cli/completions.h"
#include "cli/config_file.h"
#include "cli/ctl_options.h"
#include "cli/help.h"
#include "cli/ticket_text.h"
#include "doctor/versions.h"
#include "net/endpoint.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <glib.h>

#include <algorithm>
#include <vector>

namespace pixelpass {
namespace {

/// How much is said, and in which form.
template <typename Options>
void add_output(CLI::App& app, Options& options) {
    app.option_defaults()->group("Output");
    app.add_flag("--json", options.json, "one JSON object a line on stdout, for scripts");
    auto* verbose = app.add_flag_function(
        "-v,--verbose",
        [&](std::int64_t count) { options.verbosity = count > 1 ? Verbosity::debug : Verbosity::verbose; },
        "say more on stderr (-vv: still more)");
    app.add_flag_callback(
           "-q,--quiet", [&] { options.verbosity = Verbosity::quiet; }, "say nothing but errors")
        ->excludes(verbose);
}

std::string check_recording(const std::string& text) {
    return text.ends_with(".mkv") || text.ends_with(".mp4") ? "" : "a recording's name ends in .mkv or .mp4";
}

void add_network(CLI::App& app, CommonOptions& options) {
    app.option_defaults()->group("Network");
    app.add_option("--relay", options.relay, "URL of a relay, default or none")
        ->type_name("URL|default|none");
    app.add_option("--relay-ca", options.relay_ca, "certificate (PEM or DER) that vouches for the relay")
        ->type_name("FILE");
    app.add_option("--bind", options.bind, "network address to use, with or without a port")
        ->type_name("ADDR");
}

void add_config(CLI::App& app, CommonOptions& options) {
    app.add_option("--config", options.config, "file of options that are not given here")->type_name("FILE");
}

void add_common(CLI::App& app, CommonOptions& options) {
    add_network(app, options);
    app.option_defaults()->group("Session");
    add_config(app, options);
    app.add_option_function<unsigned>(
           "--duration", [&](unsigned seconds) { options.duration = std::chrono::seconds(seconds); },
           "end after this many seconds")
        ->type_name("S")
        ->check(CLI::Range(1, 86'400 * 365));
    app.add_option("--record", options.recording, "write what is seen and heard to this .mkv or .mp4")
        ->type_name("FILE")
        ->check(check_recording);
    add_output(app, options);
}

std::string check_size(const std::string& text) {
    unsigned width = 0;
    unsigned height = 0;
    char end = 0;
    if (text == "source" || (std::sscanf(text.c_str(), "%5ux%5u%c", &width, &height, &end) == 2 &&
                             width >= 16 && height >= 16 && width <= 8192 && height <= 8192))
        return {};
    return "a size is WIDTHxHEIGHT, for example 1280x720, or source";
}

std::string check_region(const std::string& text) {
    return parse_region(text) ? "" : "a region is WIDTHxHEIGHT+X+Y, for example 1280x720+100+50";
}

void add_source(CLI::App& app, HostOptions& options) {
    app.option_defaults()->group("Source");
    app.add_option("--source", options.source, "what to show")
        ->check(CLI::IsMember({"auto", "portal", "x11", "test"}));
    auto* monitor =
        app.add_option("--monitor", options.monitor, "one monitor of an X11 screen")->type_name("NAME");
    auto* window =
        app.add_option("--window", options.window, "one window of an X11 screen")->type_name("ID|TITLE");
    app.add_option("--region", options.region, "a part of an X11 screen")
        ->type_name("WxH+X+Y")
        ->check(check_region)
        ->excludes(monitor)
        ->excludes(window);
    monitor->excludes(window);
    app.add_flag_callback(
        "--no-cursor", [&] { options.cursor = false; }, "leave the mouse pointer out");
    app.add_flag("--forget-source", options.forget_source, "have the desktop ask again what to share");
    app.add_flag("--share-lock-screen", options.share_lock_screen, "do not pause while the screen is locked");
}

std::string check_name(const std::string& text) {
    return text.empty() ? "an application's name is not empty" : "";
}

void add_sound(CLI::App& app, HostOptions& options) {
    app.option_defaults()->group("Sound");
    auto* audio = app.add_option("--audio", options.audio, "what to let hear; all: voice programs, too")
                      ->check(CLI::IsMember({"system", "all", "none"}));
    auto* only = app.add_option("--app", options.apps, "let hear these applications alone")
                     ->type_name("NAME...")
                     ->check(check_name)
                     ->excludes(audio);
    app.add_option("--no-app", options.no_apps, "let hear all but these applications")
        ->type_name("NAME...")
        ->check(check_name)
        ->excludes(only);
}

std::string check_file(const std::string& text) { return text.empty() ? "a file has a name" : ""; }

void add_identity(CLI::App& app, std::string& file, const char* purpose) {
    app.add_option("--identity", file, purpose)->type_name("FILE")->check(check_file);
}

void add_password_file(CLI::App& app, std::string& file) {
    app.add_option("--password-file", file, "file whose one line is the password of the share")
        ->type_name("FILE")
        ->check(check_file);
}

std::string check_id(const std::string& text) {
    return net::is_endpoint_id(text) ? "" : "a viewer's id has 64 digits and letters from a to f";
}

void add_consent(CLI::App& app, ConsentOptions& options) {
    app.add_flag("--approve", options.approve, "be asked before somebody gets in");
    app.add_option("--allow", options.allowed, "viewers who get in without being asked about, or alone")
        ->type_name("ID...")
        ->check(check_id);
    add_password_file(app, options.password_file);
    app.add_option_function<std::string>(
           "--expires", [&](const std::string& text) { options.expiry = parse_duration(text); },
           "let nobody new in after this time: 90, 15m, 2h, 1d")
        ->type_name("DURATION")
        ->check([](const std::string& text) {
            return parse_duration(text) ? "" : "a duration is a number of seconds, or like 15m, 2h or 1d";
        });
}

void add_host(CLI::App& app, HostOptions& options) {
    add_source(app, options);
    app.option_defaults()->group("Picture");
    app.add_option("--fps", options.frame_rate, "pictures a second, at most")->check(CLI::Range(1, 240));
    app.add_option("--size", options.size, "scale the picture to fit into this")
        ->type_name("WxH|source")
        ->check(check_size);
    app.add_option("--codec", options.codec, "of the picture")->check(CLI::IsMember({"h264", "hevc", "av1"}));
    app.add_option("--encoder", options.encoder, "auto, or the name of an encoder")->type_name("auto|NAME");
    app.add_option("--bitrate", options.bitrate, "of the picture")
        ->type_name("auto|KBIT")
        ->check(check_bitrate);
    add_sound(app, options);
    app.option_defaults()->group("Viewers");
    app.add_option("--max-viewers", options.max_viewers, "how many may watch")->check(CLI::Range(1, 1000));
    add_identity(app, options.identity, "keep this host's identity there: its ticket stays good");
    app.add_flag("--hide-addresses", options.hide_addresses,
                 "leave this machine's addresses out of the ticket");
    add_consent(app, options.consent);
    add_common(app, options.common);
}

void add_view(CLI::App& app, ViewOptions& options) {
    app.add_option("ticket", options.ticket,
                   "the ticket from the host, or a link to it; - reads it from stdin")
        ->required()
        ->type_name("TICKET");
    app.option_defaults()->group("Player");
    app.add_option("--player", options.player, "what to watch in")
        ->check(CLI::IsMember({"auto", "mpv", "vlc", "window", "browser", "none"}));
    app.add_option("--port", options.port, "of the stream's address on this machine")
        ->check(CLI::Range(1, 65'535));
    app.add_option_function<unsigned>(
           "--latency", [&](unsigned limit) { options.latency = std::chrono::milliseconds(limit); },
           "ms that the player may be behind what has come")
        ->type_name("MS")
        ->check(CLI::Range(20, 10'000));
    add_password_file(app, options.password_file);
    add_identity(app, options.identity, "be this viewer for hosts, not the usual one");
    add_common(app, options.common);
}

void add_list(CLI::App& app, ListOptions& options) {
    app.add_option("kind", options.what, "what to list")
        ->check(CLI::IsMember({"sources", "apps", "encoders", "players"}))
        ->required();
    add_output(app, options);
}

void add_repair(CLI::App& app, RepairOptions& options) {
    app.add_flag("--dry-run", options.dry_run, "only say what would be removed");
    add_output(app, options);
}

void add_doctor(CLI::App& app, DoctorOptions& options) {
    add_network(app, options.common);
    add_config(app, options.common);
    app.add_option("--part", options.part)->group(""); // it is no person's to give
    add_output(app, options.common);
}

/// `pixelpass completions SHELL`, by which they are installed: no person's to give.
CLI::App* add_completions(CLI::App& app, std::string& shell) {
    auto* command = app.add_subcommand("completions")->group("");
    command->add_option("shell", shell)->check(CLI::IsMember({"bash", "zsh", "fish"}))->required();
    return command;
}

EarlyExit usage_error(std::string what, std::string_view hint = "pixelpass --help lists what there is") {
    // CLI11 begins its sentences with a capital.
    if (what.size() > 1 && g_ascii_islower(what[1]))
        what.front() = g_ascii_tolower(what.front());
    return {static_cast<int>(Code::usage), fmt::format("pixelpass: {}\nhint: {}\n", what, hint)};
}

/// Where the command that was given has its options listed.
std::string hint_of(const CLI::App& app) {
    const auto given = app.get_subcommands();
    return fmt::format("pixelpass {}--help lists what there is",
                       given.empty() ? "" : given.front()->get_name() + ' ');
}

/// The first option that there is not, else the first word.
EarlyExit unknown_word(const CLI::App& app) {
    const auto words = app.remaining(true);
    const auto option = std::ranges::find_if(words, [](const auto& word) { return word.starts_with('-'); });
    if (option == words.end())
        return usage_error("nothing is called " + printable(bytes_of(words.front())), hint_of(app));
    const auto name = printable(bytes_of(*option));
    const bool too_early = !app.get_subcommands().empty() && std::ranges::count(app.remaining(), *option) > 0;
    return usage_error(too_early ? name + " belongs behind the command" : "there is no option " + name,
                       hint_of(app));
}

/// The parsed command gets what the config file says, if it takes one. A part of an examination is told all.
Result<void> configure(CLI::App& app) {
    const auto commands = app.get_subcommands();
    const auto* config = commands.empty() ? nullptr : commands.front()->get_option_no_throw("--config");
    const auto* part = commands.empty() ? nullptr : commands.front()->get_option_no_throw("--part");
    if (!config || (part && part->count() > 0))
        return {};
    return apply_config_file(app, config->count() > 0 ? config->results().front() : "");
}

bool may_be_x11(const std::string& source) { return source == "auto" || source == "x11"; }

/// What in the options does not go together; null: nothing.
const char* conflict_of(const HostOptions& host) {
    if (host.audio == "none" && !host.no_apps.empty())
        return "--no-app excludes --audio none";
    if (host.hide_addresses && host.common.relay == "none")
        return "--hide-addresses excludes --relay none: nothing would lead viewers here";
    if (!may_be_x11(host.source) && !(host.monitor.empty() && host.window.empty() && host.region.empty()))
        return "--monitor, --window and --region are of an X11 screen: leave --source out, or give x11";
    return nullptr;
}

/// Gives the options what the words say, and then the config file. What that ends in, if it ends all.
std::optional<EarlyExit> parse(CLI::App& app, std::vector<std::string> words, const HostOptions& host) {
    if (words.empty())
        return EarlyExit{static_cast<int>(Code::usage), overview(app)};
    // `pixelpass TICKET`, `pixelpass - …` and `pixelpass --player mpv TICKET` mean `pixelpass view …`.
    const auto commands = app.get_subcommands([](const CLI::App*) { return true; });
    const auto is_command = [&](const std::string& word) {
        return std::ranges::any_of(commands, [&](const CLI::App* one) { return one->check_name(word); });
    };
    if (words.front() == "-" ||
        (std::ranges::any_of(words, looks_like_ticket) && std::ranges::none_of(words, is_command)))
        words.insert(words.begin(), "view");
    else if (words.front() == "help")
        words.front() = "--help";
    else if (words.front() == "--repair")
        words.front() = "repair";
    std::ranges::reverse(words); // CLI11 takes them last first
    try {
        app.parse(words);
    } catch (const CLI::CallForHelp&) {
        const CLI::App* asked = &app;
        for (auto parsed = asked->get_subcommands(); !parsed.empty(); parsed = asked->get_subcommands())
            asked = parsed.front();
        return EarlyExit{0, asked == &app ? overview(app) : help_of(*asked)};
    } catch (const CLI::CallForVersion&) {
        return EarlyExit{0, versions()};
    } catch (const CLI::ExtrasError&) {
        return unknown_word(app);
    } catch (const CLI::RequiredError& error) {
        // What is missing may be there under a wrong name.
        if (!app.remaining(true).empty())
            return unknown_word(app);
        const std::string_view what(error.what());
        return usage_error(what.starts_with("A subcommand")
                               ? "it is not said what to do"
                               : fmt::format("the {} is missing", what.substr(0, what.find(" is required"))),
                           hint_of(app));
    } catch (const CLI::ParseError& error) {
        return usage_error(error.what(), hint_of(app));
    }
    if (const auto* conflict = conflict_of(host))
        return usage_error(conflict);
    if (auto configured = configure(app); !configured)
        return usage_error(configured.error().message, configured.error().hint);
    return std::nullopt;
}

} // namespace

std::optional<Rectangle> parse_region(const std::string& text) {
    Rectangle region;
    char end = 0;
    const int numbers = std::sscanf(text.c_str(), "%5ux%5u%6d%6d%c", &region.size.width, &region.size.height,
                                    &region.x, &region.y, &end);
    const bool valid = numbers == 4 && region.size.width > 0 && region.size.height > 0;
    return valid ? std::optional(region) : std::nullopt;
}

std::optional<std::chrono::seconds> parse_duration(const std::string& text) {
    unsigned number = 0;
    char unit = 's';
    char end = 0;
    const int read = std::sscanf(text.c_str(), "%9u%c%c", &number, &unit, &end);
    const std::int64_t seconds = unit == 's'   ? 1
                                 : unit == 'm' ? 60
                                 : unit == 'h' ? 3600
                                 : unit == 'd' ? 86'400
                                               : 0;
    const auto duration = std::chrono::seconds(number * seconds);
    const bool valid = g_ascii_isdigit(text.empty() ? 0 : text.front()) && (read == 1 || read == 2) &&
                       duration.count() > 0 && duration <= std::chrono::hours(24 * 365);
    return valid ? std::optional(duration) : std::nullopt;
}

Command parse_options(int argc, const char* const* argv) {
    CLI::App app{"Shows your screen, with sound, to friends: peer to peer, no server, no account.",
                 "pixelpass"};
    app.set_help_flag("-h,--help", "list all options");
    app.set_version_flag("--version", "");
    app.require_subcommand(0, 1);
    HostOptions host;
    ViewOptions view;
    auto* host_app = app.add_subcommand("host", "share the screen; prints the ticket to give to friends");
    add_host(*host_app, host);
    auto* view_app = app.add_subcommand("view", "watch a friend's screen (pixelpass TICKET does the same)");
    add_view(*view_app, view);
    ListOptions list;
    auto* list_app =
        app.add_subcommand("list", "tell what can be shared, or which encoders and players work here");
    add_list(*list_app, list);
    RepairOptions repair;
    auto* repair_app =
        app.add_subcommand("repair", "remove from PipeWire what crashed runs left (also: --repair)");
    add_repair(*repair_app, repair);
    DoctorOptions doctor;
    auto* doctor_app = app.add_subcommand("doctor", "see whether sharing works here, and what would mend it");
    add_doctor(*doctor_app, doctor);
    CtlOptions ctl;
    const auto* ctl_app = add_ctl(app, ctl);

    std::string shell;
    const auto* completions_app = add_completions(app, shell);

    if (auto exit = parse(app, {argv + std::min(argc, 1), argv + argc}, host))
        return *exit;
    if (host.audio == "none")
        host.no_apps.clear(); // which the config file has
    if (!may_be_x11(host.source))
        host.monitor = host.window = host.region = ""; // likewise
    if (const auto* conflict = conflict_of(host))
        return usage_error(conflict, "one of them is in the config file");
    if (host_app->parsed())
        return host;
    if (view_app->parsed())
        return view;
    if (list_app->parsed())
        return list;
    if (repair_app->parsed())
        return repair;
    if (doctor_app->parsed())
        return doctor;
    if (completions_app->parsed())
        return EarlyExit{0, completions(app, shell)};
    if (ctl_app->parsed())
        return ctl;
    return usage_error("no command is given");
}

} // namespace pixelpass
