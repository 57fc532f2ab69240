// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/child_trial.h"

#include "gst/stderr_to_log.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

namespace pixelpass {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t longest_output = 64 * 1024;

/// A pipe of which the child gets the writing end.
class OutputPipe {
public:
    OutputPipe() {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0)
            ends_ = {-1, -1};
    }
    ~OutputPipe() {
        close_end(0);
        close_end(1);
    }
    OutputPipe(const OutputPipe&) = delete;
    OutputPipe& operator=(const OutputPipe&) = delete;

    [[nodiscard]] int reading() const { return ends_[0]; }
    [[nodiscard]] int writing() const { return ends_[1]; }
    void close_writing() { close_end(1); }

    /// Reads what there is; false once the other end is closed.
    bool read_some(std::string& text) {
        std::array<char, 4096> part{};
        const ssize_t got = read(ends_[0], part.data(), part.size());
        if (got <= 0)
            return false;
        if (text.size() < longest_output)
            text.append(part.data(), static_cast<std::size_t>(got));
        return true;
    }

private:
    void close_end(std::size_t end) {
        if (ends_[end] >= 0)
            close(ends_[end]);
        ends_[end] = -1;
    }
    std::array<int, 2> ends_{-1, -1};
};

int spawn(const std::vector<std::string>& command, const OutputPipe& output, const OutputPipe& errors,
          pid_t& pid) {
    std::vector<char*> argv;
    argv.reserve(command.size() + 1);
    for (const auto& argument : command)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, output.writing(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.writing(), STDERR_FILENO);
    const int failed = posix_spawnp(&pid, argv[0], &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    return failed;
}

/// Reads both pipes till both are closed; false if the deadline comes first.
bool drain(OutputPipe& output, std::string& text, OutputPipe& errors, std::string& complaints,
           Clock::time_point deadline) {
    std::array<pollfd, 2> polled{pollfd{output.reading(), POLLIN, 0}, pollfd{errors.reading(), POLLIN, 0}};
    while (polled[0].fd >= 0 || polled[1].fd >= 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0)
            return false;
        if (poll(polled.data(), polled.size(), static_cast<int>(left)) <= 0)
            continue;
        if (polled[0].revents && !output.read_some(text))
            polled[0].fd = -1;
        if (polled[1].revents && !errors.read_some(complaints))
            polled[1].fd = -1;
    }
    return true;
}

/// Waits for the end of a child that has closed its outputs; false if the deadline comes first.
bool wait_for_end(pid_t pid, int& status, Clock::time_point deadline) {
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (Clock::now() >= deadline)
            return false;
        poll(nullptr, 0, 5);
    }
    return true;
}

std::string describe(int status) {
    if (WIFSIGNALED(status))
        return std::string("it crashed (") + strsignal(WTERMSIG(status)) + ")";
    return WEXITSTATUS(status) == 0 ? "" : "it exited with " + std::to_string(WEXITSTATUS(status));
}

} // namespace

ChildEnd run_child(const std::vector<std::string>& command, std::chrono::milliseconds limit) {
    OutputPipe output;
    OutputPipe errors;
    pid_t pid = -1;
    if (const int failed = spawn(command, output, errors, pid))
        return {.failure = std::string("it can't be started (") + std::strerror(failed) + ")", .output = {}};
    output.close_writing();
    errors.close_writing();
    const auto deadline = Clock::now() + limit;
    ChildEnd end;
    std::string complaints;
    int status = 0;
    if (drain(output, end.output, errors, complaints, deadline) && wait_for_end(pid, status, deadline)) {
        end.failure = describe(status);
    } else {
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        end.failure = "it hung for " + std::to_string(limit.count()) + " ms";
        end.hung = true;
    }
    if (!WIFEXITED(status))
        end.output.clear();
    log_lines(command.back(), complaints);
    while (end.output.ends_with('\n'))
        end.output.pop_back();
    return end;
}

} // namespace pixelpass
