// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/view_dashboard.h"

#include "cli/page.h"

#include <utility>

namespace pixelpass {

using terminal::Key;

Result<std::unique_ptr<ViewDashboard>> ViewDashboard::open(std::function<void()> on_quit) {
    std::unique_ptr<ViewDashboard> dashboard(new ViewDashboard(std::move(on_quit)));
    auto page = LivePage::open(
        {.draw = [self = dashboard.get()](auto size,
                                          auto letters) { return draw_view(self->state_, size, letters); },
         .on_key = [self = dashboard.get()](const Key& key) { self->take(key); }});
    if (!page)
        return fail(page);
    dashboard->page_ = std::move(*page);
    return dashboard;
}

void ViewDashboard::tick(const WatchStatus& status) {
    state_.status = status;
    const auto& arrival = status.arrival;
    if (arrival.interval > Microseconds{}) {
        state_.delay_ms.add(to_ms(status.seen_delay()));
        state_.kbps.add(arrival.kbps());
        state_.fps.add(arrival.fps());
    }
    page_->change();
}

void ViewDashboard::say(const std::string& sentence) {
    add_sentence(state_.sentences, sentence);
    page_->change();
}

void ViewDashboard::show_pending(bool pending) {
    state_.pending = pending;
    page_->change();
}

void ViewDashboard::show_url(const std::string& url) {
    state_.url = url;
    page_->change();
}

void ViewDashboard::show_player(const std::string& command) {
    state_.player = command;
    page_->change();
}

void ViewDashboard::ask_password(const std::string& question, std::function<void(std::string)> on_given) {
    state_.question = question;
    state_.help = false; // as all keys are the answer's from now on
    on_password_ = std::move(on_given);
    page_->change();
}

void ViewDashboard::take_for_password(const Key& key) {
    if (key.kind == Key::Kind::enter && !password_.empty()) {
        state_.question.clear();
        std::exchange(on_password_, {})(password_.take_text());
    } else {
        password_.take(key);
    }
    state_.typed = password_.letters();
}

void ViewDashboard::take(const Key& key) {
    if (on_password_)
        return take_for_password(key);
    if (std::exchange(state_.help, key.is('?') && !state_.help))
        return;
    if (key.is('q'))
        on_quit_();
}

} // namespace pixelpass
