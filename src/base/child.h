// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pixelpass {

/// A program that we started, in a process group of its own, with no terminal and, unless it is given a
/// socket, nothing on its standard streams. It dies with us, even when we are killed, unless it is to outlive
/// us. Main thread.
class Child {
public:
    struct Command {
        std::vector<std::string> argv;                                ///< argv[0] is looked up in PATH
        std::vector<std::pair<std::string, std::string>> environment; ///< on top of ours
        int socket = -1; ///< becomes its standard input and output; -1: none
        /// It goes on when we end, in a session of its own, and neither Ctrl-C nor ~Child() ends it.
        bool outlives_us = false;
    };

    /// Starts the program; `on_exit` gets its exit status, or 128 + the signal that killed it. Destroy the
    /// Child later, not from within. Error: Code::internal, if it can't be started.
    [[nodiscard]] static Result<std::unique_ptr<Child>> start(const Command& command,
                                                              std::function<void(int status)> on_exit);
    /// Ends the program, if it is to end with us: asks first, and kills it after a short while.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Of the process; others may have it after its exit.
    [[nodiscard]] pid_t id() const { return pid_; }

private:
    Child(pid_t pid, bool outlives_us)
        : pid_(pid)
        , outlives_us_(outlives_us) {}
    static void exited(GPid, gint wait_status, gpointer self);

    pid_t pid_;
    bool outlives_us_;
    bool running_ = true;
    std::function<void(int)> on_exit_;
    Source watch_;
};

} // namespace pixelpass
