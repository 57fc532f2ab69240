// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/child.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace pixelpass {
namespace {

/// How long a program has to end by itself.
constexpr int patience_ms = 400;

// Runs in the child between fork and exec: async-signal-safe calls alone.
void prepare_child(gpointer parent) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != static_cast<pid_t>(GPOINTER_TO_INT(parent))) // died before we could ask
        _exit(1);
}

void prepare_survivor(gpointer) { setsid(); }

bool ends_within(pid_t pid, int limit_ms) {
    const int fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
    if (fd < 0)
        return false;
    pollfd waiting{.fd = fd, .events = POLLIN, .revents = 0};
    const bool ended = poll(&waiting, 1, limit_ms) > 0;
    close(fd);
    return ended;
}

} // namespace

Result<std::unique_ptr<Child>> Child::start(const Command& command, std::function<void(int)> on_exit) {
    std::vector<char*> argv;
    for (const std::string& word : command.argv)
        argv.push_back(const_cast<char*>(word.c_str())); // GLib does not write to them
    argv.push_back(nullptr);
    char** environment = g_get_environ();
    for (const auto& [name, value] : command.environment)
        environment = g_environ_setenv(environment, name.c_str(), value.c_str(), TRUE);
    GPid pid = 0;
    GError* error = nullptr;
    const auto flags = static_cast<GSpawnFlags>(
        G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL |
        (command.socket < 0 ? G_SPAWN_STDOUT_TO_DEV_NULL : G_SPAWN_DEFAULT));
    const gboolean started = g_spawn_async_with_pipes_and_fds(
        nullptr, argv.data(), environment, flags, command.outlives_us ? prepare_survivor : prepare_child,
        GINT_TO_POINTER(getpid()), command.socket, command.socket, -1, nullptr, nullptr, 0, &pid, nullptr,
        nullptr, nullptr, &error);
    g_strfreev(environment);
    if (!started) {
        std::string why = error->message;
        g_clear_error(&error);
        return fail(Code::internal, command.argv.front() + " cannot be started: " + why);
    }
    std::unique_ptr<Child> child(new Child(pid, command.outlives_us));
    child->on_exit_ = std::move(on_exit);
    GSource* watch = g_child_watch_source_new(pid);
    // GLib calls a GChildWatchFunc through the GSourceFunc that it was given as.
    g_source_set_callback(watch, reinterpret_cast<GSourceFunc>(reinterpret_cast<void (*)()>(exited)),
                          child.get(), nullptr);
    child->watch_ = Source(watch);
    return child;
}

void Child::exited(GPid, gint wait_status, gpointer self) {
    auto* child = static_cast<Child*>(self);
    child->running_ = false;
    child->on_exit_(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status));
}

Child::~Child() {
    if (!running_)
        return;
    watch_.reset();
    if (outlives_us_)
        return;
    kill(-pid_, SIGTERM);
    if (!ends_within(pid_, patience_ms))
        kill(-pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
}

} // namespace pixelpass
