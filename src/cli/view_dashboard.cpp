// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/view_dashboard.h"

#include "cli/page.h"
#include "cli/password.h"

#include <glib.h>

#include <array>
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
    on_password_ = std::move(on_given);
    page_->change();
}

void ViewDashboard::take_for_password(const Key& key) {
    if (key.kind == Key::Kind::letter) {
        std::array<char, 6> utf8{};
        const auto length = static_cast<std::size_t>(g_unichar_to_utf8(key.letter, utf8.data()));
        type({utf8.data(), length});
    } else if (key.kind == Key::Kind::paste) {
        type(key.text);
    } else if (key.kind == Key::Kind::backspace && !password_.empty()) {
        const auto* const begin = password_.data();
        const auto* const last = g_utf8_find_prev_char(begin, begin + password_.size());
        password_.resize(last ? static_cast<std::size_t>(last - begin) : 0);
    } else if (key.kind == Key::Kind::erase_line || key.kind == Key::Kind::escape) {
        password_.clear();
    } else if (key.kind == Key::Kind::enter && !password_.empty()) {
        state_.question.clear();
        std::exchange(on_password_, {})(std::exchange(password_, {}));
    }
    state_.typed = static_cast<std::size_t>(g_utf8_strlen(password_.c_str(), -1));
}

void ViewDashboard::type(const std::string& text) {
    // The end of the line that was copied with it.
    for (const char letter : text)
        if (static_cast<unsigned char>(letter) >= ' ' && password_.size() < longest_password)
            password_.push_back(letter);
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
