// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"

#include <chrono>
#include <csignal>
#include <optional>
#include <vector>

namespace pixelpass {

/// How long the end of a share or a watch may take: Ctrl-C must be done within a second.
inline constexpr std::chrono::milliseconds farewell{500};
/// How often figures are told.
inline constexpr std::chrono::seconds stats_interval{1};

/// Runs the main loop until something ends it: a signal, the time that was given, or the program itself.
class Session {
public:
    explicit Session(std::optional<std::chrono::seconds> duration) {
        for (const int number : {SIGINT, SIGTERM, SIGHUP})
            signals_.push_back(on_signal(number, [this, number] {
                interrupted_ = number == SIGINT;
                end(0);
            }));
        if (duration)
            timer_ = after(*duration, [this] { end(0); });
    }

    void end(int status) {
        status_ = status;
        over_ = true;
        loop_.quit();
    }
    /// Blocks until end(), which may have come already. The exit status; 130 if Ctrl-C came before
    /// `has_begun`, which is asked then.
    template <typename HasBegun>
    [[nodiscard]] int run(HasBegun has_begun) {
        if (!over_)
            loop_.run();
        return interrupted_ && !has_begun() ? 130 : status_;
    }

private:
    MainLoop loop_;
    std::vector<Source> signals_;
    Source timer_;
    int status_ = 0;
    bool over_ = false;
    bool interrupted_ = false;
};

} // namespace pixelpass
