// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"
#include "terminal/grid.h"
#include "terminal/key.h"

#include <functional>
#include <memory>

namespace pixelpass::terminal {

/// The whole terminal, from when this is made until it is destroyed or the program dies. Meanwhile stderr
/// goes nowhere, and keys come by the main loop; Ctrl-C stays a signal. One at a time. Main thread.
class Screen {
public:
    struct Events {
        std::function<void(const Key&)> on_key;
        /// show() what is so now: the terminal has another size, or takes something again.
        std::function<void()> on_redraw;
    };

    /// Takes the terminal of stdin and stdout. Error: Code::usage, if they are none, or one on which nothing
    /// can be placed.
    [[nodiscard]] static Result<std::unique_ptr<Screen>> open(Events events);
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    [[nodiscard]] GridSize size() const;
    [[nodiscard]] Letters letters() const;
    /// Whether somebody may be looking: not while the terminal says that another window has the keyboard.
    [[nodiscard]] bool looked_at() const;
    /// Shows that. What has not changed is not written again; while a terminal takes nothing it is left as it
    /// is, and on_redraw follows.
    void show(const Grid& grid);
    /// Whether clicks are keys; else the terminal has them, for a person to select text by.
    void take_clicks(bool on);

private:
    class Curses;
    explicit Screen(std::unique_ptr<Curses> curses);

    std::unique_ptr<Curses> curses_;
};

} // namespace pixelpass::terminal
