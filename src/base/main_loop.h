// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <glib.h>

#include <chrono>
#include <functional>
#include <memory>

namespace pixelpass {

/// The one loop of the main thread: it carries timers, signals, child watches and all that threads post.
class MainLoop {
public:
    MainLoop()
        : loop_(g_main_loop_new(nullptr, FALSE)) {}

    /// Blocks until quit().
    void run() { g_main_loop_run(loop_.get()); }
    void quit() { g_main_loop_quit(loop_.get()); }

private:
    struct Unref {
        void operator()(GMainLoop* loop) const { g_main_loop_unref(loop); }
    };
    std::unique_ptr<GMainLoop, Unref> loop_;
};

/// An event source attached to the main loop for as long as it lives. Main thread.
class Source {
public:
    Source() = default;
    /// Attaches `source` (transfer full).
    explicit Source(GSource* source)
        : source_(source) {
        g_source_attach(source, nullptr);
    }

    [[nodiscard]] bool active() const { return source_ && !g_source_is_destroyed(source_.get()); }
    [[nodiscard]] GSource* get() const { return source_.get(); }
    void reset() { source_.reset(); }

private:
    struct Destroy {
        void operator()(GSource* source) const {
            g_source_destroy(source);
            g_source_unref(source);
        }
    };
    std::unique_ptr<GSource, Destroy> source_;
};

/// Runs `action` once, `delay` from now.
[[nodiscard]] Source after(std::chrono::milliseconds delay, std::function<void()> action);

/// Runs `action` every `interval`, first in one interval from now.
[[nodiscard]] Source every(std::chrono::milliseconds interval, std::function<void()> action);

/// Runs `action` on each arrival of a Unix signal (SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH).
[[nodiscard]] Source on_signal(int signal, std::function<void()> action);

/// Runs `action` whenever `fd` is readable or hung up. The fd stays the caller's.
[[nodiscard]] Source on_readable(int fd, std::function<void()> action);

/// Runs `action` whenever `fd` can be written to or is hung up. The fd stays the caller's.
[[nodiscard]] Source on_writable(int fd, std::function<void()> action);

/// Lets any thread have `action` run on the main loop; triggers that come before it runs are one.
class Wakeup {
public:
    explicit Wakeup(std::function<void()> action);

    void trigger() const { g_source_set_ready_time(source_.get(), 0); }

private:
    Source source_;
};

} // namespace pixelpass
