// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/log.h"
#include "cli/commands.h"
#include "gst/decoder_trial.h"
#include "gst/encoder_trial.h"

#include <csignal>
#include <cstdio>
#include <string_view>

namespace {

using namespace pixelpass;

int run(const HostOptions& options) {
    start_log(options.common.verbosity);
    return run_host(options);
}

int run(const ViewOptions& options) {
    start_log(options.common.verbosity);
    return run_view(options);
}

int run(const ListOptions& options) {
    start_log(options.verbosity);
    return run_list(options);
}

int run(const RepairOptions& options) {
    start_log(options.verbosity);
    return run_repair(options);
}

int run(const DoctorOptions& options) {
    start_log(options.common.verbosity);
    return run_doctor(options);
}

int run(const CtlOptions& options) { return run_ctl(options); }

int run(const EarlyExit& exit) {
    std::fputs(exit.text.c_str(), exit.status == 0 ? stdout : stderr);
    return exit.status;
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
    const auto asked = argc == 1 ? ask_by_menu() : std::nullopt;
    return std::visit([](const auto& command) { return run(command); },
                      asked ? *asked : parse_options(argc, argv));
}
