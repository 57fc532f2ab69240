// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/view_dashboard.h"

#include "cli/page.h"

#include <utility>

namespace pixelpass {

using terminal::Key;

ViewDashboard::ViewDashboard(std::function<void()> on_quit)
    : on_quit_(std::move(on_quit))
    , redraw_([this] { draw(); }) {}

Result<std::unique_ptr<ViewDashboard>> ViewDashboard::open(std::function<void()> on_quit) {
    std::unique_ptr<ViewDashboard> dashboard(new ViewDashboard(std::move(on_quit)));
    auto screen =
        terminal::Screen::open({.on_key = [self = dashboard.get()](const Key& key) { self->take(key); },
                                .on_resized = [self = dashboard.get()] { self->draw(); }});
    if (!screen)
        return fail(screen);
    dashboard->screen_ = std::move(*screen);
    dashboard->draw();
    return dashboard;
}

void ViewDashboard::tick(const WatchStatus& status) {
    state_.status = status;
    const auto& arrival = status.arrival;
    const double seconds = static_cast<double>(arrival.interval.count()) / 1e6;
    if (seconds > 0) {
        state_.delay_ms.add(static_cast<double>(status.seen_delay().count()) / 1000);
        state_.kbps.add(static_cast<double>(arrival.bytes) * 8 / 1000 / seconds);
        state_.fps.add(static_cast<double>(arrival.pictures) / seconds);
    }
    redraw_.soon();
}

void ViewDashboard::say(const std::string& sentence) {
    add_sentence(state_.sentences, sentence);
    redraw_.soon();
}

void ViewDashboard::show_pending(bool pending) {
    state_.pending = pending;
    redraw_.soon();
}

void ViewDashboard::show_url(const std::string& url) {
    state_.url = url;
    redraw_.soon();
}

void ViewDashboard::show_player(const std::string& command) {
    state_.player = command;
    redraw_.soon();
}

void ViewDashboard::draw() { screen_->show(draw_view(state_, screen_->size(), screen_->letters())); }

void ViewDashboard::take(const Key& key) {
    redraw_.soon();
    if (std::exchange(state_.help, key.is('?') && !state_.help))
        return;
    if (key.is('q'))
        on_quit_();
}

} // namespace pixelpass
