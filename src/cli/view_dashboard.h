// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/live_page.h"
#include "cli/password_field.h"
#include "cli/view_layout.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace pixelpass {

/// The terminal of a person who watches: how it goes. Main thread.
class ViewDashboard {
public:
    /// `on_quit` is called from within; destroy it later. Errors: those of LivePage::open.
    [[nodiscard]] static Result<std::unique_ptr<ViewDashboard>> open(std::function<void()> on_quit);

    /// A second has passed.
    void tick(const WatchStatus& status);
    /// Shows a sentence.
    void say(const std::string& sentence);
    /// The host's person is asked whether to let us in, or no longer.
    void show_pending(bool pending);
    /// Asks for a password, which is not shown; `on_given` is called once, from within.
    void ask_password(const std::string& question, std::function<void(std::string)> on_given);
    /// Where the stream is to be had.
    void show_url(const std::string& url);
    /// What was started to show it.
    void show_player(const std::string& command);

private:
    explicit ViewDashboard(std::function<void()> on_quit)
        : on_quit_(std::move(on_quit)) {}
    void take(const terminal::Key& key);
    void take_for_password(const terminal::Key& key);

    std::function<void()> on_quit_;
    ViewState state_;
    PasswordField password_;
    std::function<void(std::string)> on_password_; ///< empty: none is asked for
    std::unique_ptr<LivePage> page_;
};

} // namespace pixelpass
