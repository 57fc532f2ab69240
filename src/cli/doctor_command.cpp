// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/file_descriptor.h"
#include "cli/commands.h"
#include "cli/endpoint_options.h"
#include "cli/output.h"
#include "cli/print.h"
#include "doctor/examination.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <string>
#include <vector>

namespace pixelpass {
namespace {

/// This program, told to examine the part whose name follows.
std::vector<std::string> part_command(const CommonOptions& options) {
    std::vector<std::string> command{"/proc/self/exe", "doctor",         "--relay", options.relay,
                                     "--relay-ca",     options.relay_ca, "--bind",  options.bind};
    if (options.verbosity == Verbosity::debug)
        command.emplace_back("-vv");
    command.emplace_back("--part");
    return command;
}

/// Whether nobody holds the other end of our stdout any more.
bool is_unread() {
    pollfd output{.fd = STDOUT_FILENO, .events = 0, .revents = 0};
    return poll(&output, 1, 0) > 0;
}

/// While it lives, what drivers and plugins write to stdout goes where their complaints go.
class StdoutToStderr {
public:
    StdoutToStderr()
        : stdout_(fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
    }
    ~StdoutToStderr() {
        std::fflush(stdout);
        dup2(stdout_.get(), STDOUT_FILENO);
    }
    StdoutToStderr(const StdoutToStderr&) = delete;
    StdoutToStderr& operator=(const StdoutToStderr&) = delete;

private:
    FileDescriptor stdout_;
};

Checks examine_quietly(const Part& part, const net::EndpointOptions& endpoint) {
    const StdoutToStderr quiet;
    return part.run(endpoint);
}

int run_part(const std::string& name, const net::EndpointOptions& endpoint) {
    // It is of no use without who reads it, who may have died before we could ask for the signal.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const Part* part = find_part(name);
    if (!part)
        return static_cast<int>(Code::usage);
    if (is_unread())
        return static_cast<int>(Code::internal);
    for (const Check& check : examine_quietly(*part, endpoint))
        print(stdout, write_check(check) + '\n');
    return 0;
}

} // namespace

int run_doctor(const DoctorOptions& options) {
    const Output output(options.common);
    const auto endpoint = endpoint_options(options.common);
    if (!endpoint) {
        output.error(endpoint.error());
        return static_cast<int>(endpoint.error().code);
    }
    if (!options.part.empty())
        return run_part(options.part, *endpoint);
    output.examining();
    const auto checks = examine(part_command(options.common));
    std::vector<std::string> warned;
    for (const Check& check : checks) {
        output.checked(check);
        if (check.health == Health::warning)
            warned.push_back(check.name);
    }
    const bool works = checks.empty() || checks.front().health != Health::fail;
    const int status = works ? 0 : static_cast<int>(checks.front().code);
    output.examined(works, status, warned);
    return status;
}

} // namespace pixelpass
