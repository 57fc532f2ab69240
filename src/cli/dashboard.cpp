// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/dashboard.h"

#include "cli/delay_text.h"
#include "cli/error_text.h"
#include "cli/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {

using terminal::Key;
using Over = DashboardView::Over;

namespace {

bool has_request(const HostState& state, const std::string& id) {
    return std::ranges::find(state.requests, id, &ViewerRequest::id) != state.requests.end();
}

bool has_viewer(const HostState& state, const std::string& id) {
    return std::ranges::find(state.viewers, id, &ViewerStatus::id) != state.viewers.end();
}

/// All who can be selected, from top to bottom.
std::vector<std::string> people_of(const HostState& state) {
    std::vector<std::string> ids;
    for (const auto& request : state.requests)
        ids.push_back(request.id);
    for (const auto& viewer : state.viewers)
        ids.push_back(viewer.id);
    return ids;
}

} // namespace

Result<std::unique_ptr<Dashboard>> Dashboard::open(const HostState& state, HostActions& actions) {
    std::unique_ptr<Dashboard> dashboard(new Dashboard(state, actions));
    auto page = LivePage::open(
        {.draw = [self = dashboard.get()](auto size, auto letters) { return self->draw(size, letters); },
         .on_key = [self = dashboard.get()](const Key& key) { self->take(key); }});
    if (!page)
        return fail(page);
    dashboard->page_ = std::move(*page);
    return dashboard;
}

void Dashboard::tick() {
    minutes_.add(state_.viewers);
    changed();
}

void Dashboard::offer_ticket() {
    copy_ticket();
    put_over(Over::qr_code);
    changed();
}

void Dashboard::say(const std::string& sentence) {
    add_sentence(view_.sentences, sentence);
    changed();
}

terminal::Grid Dashboard::draw(terminal::GridSize size, terminal::Letters letters) {
    // Whoever takes the place of one who has gone was not meant.
    if (!has_request(state_, view_.selected) && !has_viewer(state_, view_.selected))
        view_.selected.clear();
    if (view_.over == Over::kick && !has_viewer(state_, view_.asked))
        view_.over = Over::nothing;
    auto page = draw_dashboard(state_, minutes_, view_, size, letters);
    people_ = std::move(page.people);
    return std::move(page.grid);
}

void Dashboard::take(const Key& key) {
    if (view_.over == Over::kick || view_.over == Over::quit)
        return answer_question(key.is('y'));
    if (key.is('c'))
        return copy_ticket();
    if (view_.over != Over::nothing)
        return put_over(Over::nothing);
    if (key.kind == Key::Kind::up || key.kind == Key::Kind::down)
        select_next(key.kind == Key::Kind::up ? -1 : 1);
    else if (key.kind == Key::Kind::click)
        select_at(key.row);
    else if (key.kind == Key::Kind::escape)
        view_.selected.clear();
    else if (key.kind == Key::Kind::letter)
        take_letter(key.letter);
}

void Dashboard::take_letter(char32_t letter) {
    switch (letter) {
    case 'a':
        return answer_request(Answer::once);
    case 'A':
        return answer_request(Answer::always);
    case 'n':
        return answer_request(Answer::no);
    case 'k':
        return ask_to_kick();
    case 'm':
        return actions_.set_muted(!state_.muted);
    case 'p':
        return actions_.set_paused(!state_.paused);
    case 'l':
        return say_failure(actions_.save_clip());
    case 'r':
        return put_over(Over::qr_code);
    case 't':
        return put_over(Over::ticket);
    case '?':
        return put_over(Over::help);
    case 'q':
        return state_.viewers.empty() ? actions_.stop() : put_over(Over::quit);
    default:
        return;
    }
}

void Dashboard::answer_question(bool yes) {
    const Over asked = std::exchange(view_.over, Over::nothing);
    if (yes && asked == Over::quit)
        actions_.stop();
    else if (yes)
        say_failure(actions_.kick(view_.asked));
}

void Dashboard::answer_request(Answer answer) {
    if (has_request(state_, view_.selected))
        return say_failure(actions_.answer(std::exchange(view_.selected, {}), answer));
    // Not at once: between looking and pressing, another one may have taken its place.
    if (state_.requests.empty())
        return say("nobody asks to be let in");
    const auto& first = state_.requests.front();
    view_.selected = first.id;
    const auto name = short_name(first.name, first.id);
    const auto sentence = answer == Answer::no       ? fmt::format("press n again to refuse {}", name)
                          : answer == Answer::always ? fmt::format("press A again to let in {} always", name)
                                                     : fmt::format("press a again to let in {} once", name);
    say(sentence + ", or select another by the arrows");
}

void Dashboard::ask_to_kick() {
    // At once: the question names whom it is about.
    if (!has_viewer(state_, view_.selected) && state_.viewers.size() == 1)
        view_.selected = state_.viewers.front().id;
    if (!has_viewer(state_, view_.selected))
        return say(state_.viewers.empty() ? "nobody watches"
                                          : "no viewer is selected (the arrows select one)");
    view_.asked = view_.selected;
    put_over(Over::kick);
}

void Dashboard::copy_ticket() {
    if (state_.ticket.empty())
        return;
    clipboard_.copy(state_.ticket, [this](const Result<std::string>& way) {
        view_.copied = way.has_value();
        say(way ? "the ticket was given to the clipboard, by " + *way + "; where it can't be pasted, press t"
                : in_one_line(way.error()));
    });
}

void Dashboard::select_next(int step) {
    const auto ids = people_of(state_);
    if (ids.empty())
        return;
    const auto at = std::ranges::find(ids, view_.selected);
    const auto last = static_cast<std::ptrdiff_t>(ids.size()) - 1;
    const auto next = at == ids.end() ? (step > 0 ? 0 : last) : at - ids.begin() + step;
    view_.selected = ids[static_cast<std::size_t>(std::clamp(next, std::ptrdiff_t{0}, last))];
}

void Dashboard::select_at(int row) {
    const auto found = std::ranges::find(people_, row, &PersonRow::row);
    if (found != people_.end())
        view_.selected = found->id;
}

void Dashboard::put_over(Over over) {
    view_.over = over;
    // Else a person could not select the ticket's text.
    page_->take_clicks(over != Over::ticket && over != Over::qr_code);
}

} // namespace pixelpass
