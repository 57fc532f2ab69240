// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/ctl_options.h"

#include "cli/bitrate_text.h"

#include <CLI/CLI.hpp>

#include <string>
#include <utility>

namespace pixelpass {
namespace {

/// One of ctl's words, and what it asks a host.
void add_request(CLI::App& app, CtlOptions& options, const char* word, const char* help,
                 const ControlRequest& request) {
    app.add_subcommand(word, help)->fallthrough()->callback([&options, request] {
        options.request = request;
    });
}

/// The same of a viewer.
template <typename Request>
CLI::App* add_viewer_request(CLI::App& app, CtlOptions& options, const char* word, const char* help,
                             Request request) {
    auto* command = app.add_subcommand(word, help)->fallthrough();
    command
        ->add_option_function<std::string>(
            "viewer",
            [&options, request = std::move(request)](const std::string& viewer) mutable {
                request.viewer = viewer;
                options.request = request;
            },
            "its endpoint id or the beginning of it, its two words, or its name")
        ->required()
        ->type_name("VIEWER");
    return command;
}

} // namespace

CLI::App* add_ctl(CLI::App& program, CtlOptions& options) {
    auto* ctl = program.add_subcommand("ctl", "have a host that runs on this machine do something");
    auto& app = *ctl;
    app.require_subcommand(1);
    app.add_option("--host", options.host, "the host with this pid, if several run")->type_name("PID");
    app.add_flag("--json", options.json, "one JSON object a line on stdout, for scripts");
    app.add_subcommand("list", "list the hosts that run")->fallthrough();
    add_request(app, options, "status", "say how the share is", StatusRequest{});
    add_viewer_request(app, options, "approve", "let in one who asks", AnswerRequest{{}, Answer::once})
        ->add_flag_callback(
            "--always",
            [&options] {
                if (options.request) // else it is found later that the viewer is missing
                    std::get<AnswerRequest>(*options.request).answer = Answer::always;
            },
            "in other shares, too");
    add_viewer_request(app, options, "refuse", "send away one who asks", AnswerRequest{{}, Answer::no});
    add_viewer_request(app, options, "kick", "remove one who watches, for the rest of the share",
                       KickRequest{});
    add_request(app, options, "pause", "blank picture and sound", PauseRequest{true});
    add_request(app, options, "resume", "let them go on", PauseRequest{false});
    add_request(app, options, "mute", "blank the sound alone", MuteRequest{true});
    add_request(app, options, "unmute", "let it go on", MuteRequest{false});
    add_request(app, options, "clip", "save the last half minute", ClipRequest{});
    app.add_subcommand("bitrate", "the most that the picture may take")
        ->fallthrough()
        ->add_option_function<std::string>(
            "bitrate",
            [&options](const std::string& text) { options.request = BitrateRequest{parse_bitrate(text)}; },
            "in kbit/s; auto: as when the share began")
        ->required()
        ->type_name("auto|KBIT")
        ->check(check_bitrate);
    add_request(app, options, "stop", "end the share", StopRequest{});
    add_request(app, options, "watch", "print its events as they come, like --json", WatchRequest{});
    return ctl;
}

} // namespace pixelpass
