// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/log.h"
#include "cli/commands.h"
#include "gst/decoder_trial.h"
#include "gst/encoder_trial.h"

#include <csignal>
#include <cstdio>
#include <string_view>
#include <utility>

namespace {

using namespace pixelpass;

int run(const HostOptions& options) { return run_host(options); }
int run(const ViewOptions& options) { return run_view(options); }
int run(const ListOptions& options) { return run_list(options); }
int run(const RepairOptions& options) { return run_repair(options); }
int run(const DoctorOptions& options) { return run_doctor(options); }
int run(const CtlOptions& options) { return run_ctl(options); }

int run(const EarlyExit& exit) {
    std::fputs(exit.text.c_str(), exit.status == 0 ? stdout : stderr);
    return exit.status;
}

Verbosity verbosity_of(const auto& options) {
    if constexpr (requires { options.common.verbosity; })
        return options.common.verbosity;
    else if constexpr (requires { options.verbosity; })
        return options.verbosity;
    else
        return Verbosity::normal;
}

} // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader of ours that is gone is no reason to die
    std::signal(SIGUSR1, SIG_IGN); // nor is a pause where nothing is shared,
    std::signal(SIGUSR2, SIG_IGN); // or a clip
    // How a host tries an encoder that might crash: docs/architecture.md, "Encoder trial".
    if (argc == 3 && std::string_view(argv[1]) == "encoder-trial")
        return run_encoder_trial(argv[2]);
    // Likewise a viewer a decoder: "Decoder trial" there.
    if (argc == 3 && std::string_view(argv[1]) == "decoder-trial")
        return run_decoder_trial(argv[2]);
    auto command = parse_options(argc, argv);
    // Before the menu: without it the log goes to stdout, over the page.
    start_log(std::visit([](const auto& options) { return verbosity_of(options); }, command));
    if (auto asked = argc == 1 ? ask_by_menu() : std::nullopt)
        command = std::move(*asked);
    return std::visit([](const auto& options) { return run(options); }, command);
}
