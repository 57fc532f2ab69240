// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/dashboard_layout.h"
#include "cli/host_actions.h"
#include "cli/live_page.h"
#include "desktop/clipboard.h"

#include <memory>
#include <string>

namespace pixelpass {

/// The terminal of a person who shares: what is so, and keys to do something about it. Main thread.
class Dashboard {
public:
    /// Both must outlive it. Errors: those of LivePage::open.
    [[nodiscard]] static Result<std::unique_ptr<Dashboard>> open(const HostState& state,
                                                                 HostActions& actions);

    /// The state is another.
    void changed() { page_->change(); }
    /// A second has passed, and the viewers' figures are new.
    void tick();
    /// The ticket is there: copies and shows it.
    void offer_ticket();
    /// Shows a sentence.
    void say(const std::string& sentence);
    /// Whether somebody may be looking at it.
    [[nodiscard]] bool looked_at() const { return page_->looked_at(); }

private:
    Dashboard(const HostState& state, HostActions& actions)
        : state_(state)
        , actions_(actions) {}
    [[nodiscard]] terminal::Grid draw(terminal::GridSize size, terminal::Letters letters);
    void take(const terminal::Key& key);
    void take_letter(char32_t letter);
    void answer_question(bool yes);
    void answer_request(Answer answer);
    void ask_to_kick();
    void copy_ticket();
    void select_next(int step);
    void select_at(int row);
    void put_over(DashboardView::Over over);
    template <typename Value>
    void say_failure(const Result<Value>& result) {
        if (!result)
            say(result.error().message);
    }

    const HostState& state_;
    HostActions& actions_;
    ViewerMinutes minutes_;
    DashboardView view_;
    std::vector<PersonRow> people_; ///< as they were last drawn
    Clipboard clipboard_;
    std::unique_ptr<LivePage> page_;
};

} // namespace pixelpass
