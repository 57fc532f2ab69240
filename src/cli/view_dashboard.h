// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/redraw.h"
#include "cli/view_layout.h"
#include "terminal/screen.h"

#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// The terminal of a person who watches: how it goes. Main thread.
class ViewDashboard {
public:
    /// `on_quit` is called from within; destroy it later. Errors: those of Screen::open.
    [[nodiscard]] static Result<std::unique_ptr<ViewDashboard>> open(std::function<void()> on_quit);

    /// A second has passed.
    void tick(const WatchStatus& status);
    /// Shows a sentence.
    void say(const std::string& sentence);
    /// The host's person is asked whether to let us in, or no longer.
    void show_pending(bool pending);
    /// Where the stream is to be had.
    void show_url(const std::string& url);
    /// What was started to show it.
    void show_player(const std::string& command);

private:
    explicit ViewDashboard(std::function<void()> on_quit);
    void draw();
    void take(const terminal::Key& key);

    std::function<void()> on_quit_;
    ViewState state_;
    Redraw redraw_;
    std::unique_ptr<terminal::Screen> screen_;
};

} // namespace pixelpass
