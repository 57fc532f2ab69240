// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "cli/options.h"
#include "terminal/screen.h"

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

namespace pixelpass {

/// Whether a person is at the terminal, and has asked for nothing else.
[[nodiscard]] bool wants_page(const CommonOptions& options);

/// A page that takes the whole terminal, for as long as it lives. It is drawn anew after each key, when the
/// terminal has another size, and soon after each change, at most 20 times a second. Main thread.
class LivePage {
public:
    struct Events {
        std::function<terminal::Grid(terminal::GridSize, terminal::Letters)> draw;
        std::function<void(const terminal::Key&)> on_key; ///< destroy the page later, not from within
    };

    /// Errors: those of Screen::open.
    [[nodiscard]] static Result<std::unique_ptr<LivePage>> open(Events events);

    /// It is to show something else.
    void change();
    [[nodiscard]] bool looked_at() const { return screen_->looked_at(); }
    void take_clicks(bool on) { screen_->take_clicks(on); }

private:
    explicit LivePage(Events events)
        : events_(std::move(events)) {}
    void draw() { screen_->show(events_.draw(screen_->size(), screen_->letters())); }

    const Events events_;
    Source redraw_;
    std::unique_ptr<terminal::Screen> screen_;
};

} // namespace pixelpass
