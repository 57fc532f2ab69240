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
/// socket, nothing on its standard streams. It dies with us, even when we are killed. Main thread.
class Child {
public:
    struct Command {
        std::vector<std::string> argv;                                ///< argv[0] is looked up in PATH
        std::vector<std::pair<std::string, std::string>> environment; ///< on top of ours
        int socket = -1; ///< becomes its standard input and output; -1: none
    };

    /// Starts the program; `on_exit` gets its exit status, or 128 + the signal that killed it. Destroy the
    /// Child later, not from within. Error: Code::internal, if it can't be started.
    [[nodiscard]] static Result<std::unique_ptr<Child>> start(const Command& command,
                                                              std::function<void(int status)> on_exit);
    /// Ends the program: asks first, and kills it after a short while.
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

private:
    explicit Child(pid_t pid)
        : pid_(pid) {}
    static void exited(GPid, gint wait_status, gpointer self);

    pid_t pid_;
    bool running_ = true;
    std::function<void(int)> on_exit_;
    Source watch_;
};

} // namespace pixelpass
