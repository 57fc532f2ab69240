// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/rescue.h"

#include "terminal/write_at_once.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>

namespace pixelpass::terminal {
namespace {

constexpr std::array deadly{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

/// What a signal's handler needs: it can't be given anything, and may neither lock nor allocate.
struct Plan {
    termios modes{};
    std::array<char, 512> restore{};
    std::size_t length = 0;
    int output_fd = -1;
    int error_fd = -1;
};
Plan plan;
std::atomic<bool> armed = false;
static_assert(std::atomic<bool>::is_always_lock_free);

void give_back_and_die(int number) {
    if (armed.exchange(false)) {
        const auto restored = [] {
            return write_at_once(plan.output_fd, {plan.restore.data(), plan.length}) == plan.length;
        };
        // One that hangs has no room for it but in place of what it has not read.
        if (!restored() && tcflush(plan.output_fd, TCOFLUSH) == 0 && !restored()) {
            // It is gone: there is nothing to give back.
        }
        tcsetattr(STDIN_FILENO, TCSANOW, &plan.modes);
        dup2(plan.error_fd, STDERR_FILENO);
    }
    std::signal(number, SIG_DFL);
    raise(number); // it takes effect when we return
}

} // namespace

Rescue::Rescue(const std::string& restore, int output_fd, int error_fd) {
    tcgetattr(STDIN_FILENO, &plan.modes);
    plan.length = std::min(restore.size(), plan.restore.size());
    std::copy_n(restore.begin(), plan.length, plan.restore.begin());
    plan.output_fd = output_fd;
    plan.error_fd = error_fd;
    armed = true;
    for (const int number : deadly) {
        struct sigaction now {};
        if (sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_DFL)
            std::signal(number, give_back_and_die);
    }
}

Rescue::~Rescue() {
    armed = false;
    for (const int number : deadly) {
        struct sigaction now {};
        if (sigaction(number, nullptr, &now) == 0 && now.sa_handler == give_back_and_die)
            std::signal(number, SIG_DFL);
    }
}

} // namespace pixelpass::terminal
