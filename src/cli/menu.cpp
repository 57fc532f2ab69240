// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/menu.h"

#include "cli/ticket_text.h"

#include <algorithm>
#include <utility>

namespace pixelpass {

using terminal::Key;

Menu::Menu(HostOptions host, ViewOptions view)
    : host_(std::move(host))
    , view_(std::move(view))
    , choices_(parse_choices(file_.read().value_or(""))) {}

Result<Menu::Answer> Menu::ask() {
    go_to(ask_task());
    auto page = LivePage::open({.draw = [this](auto size, auto letters) { return draw(size, letters); },
                                .on_key = [this](const Key& key) { take(key); }});
    if (!page)
        return fail(page);
    page_ = std::move(*page);
    loop_.run();
    playing_.reset();
    page_.reset();
    return std::move(answer_);
}

void Menu::finish(Answer answer) {
    answer_ = std::move(answer);
    // What can't be remembered is asked again.
    if (!std::holds_alternative<std::monostate>(answer_))
        (void)file_.write(text_of(choices_));
    loop_.quit();
}

terminal::Grid Menu::draw(terminal::GridSize size, terminal::Letters letters) {
    auto menu = draw_menu(steps_.back().page, size, letters);
    rows_ = std::move(menu.entries);
    known_ = steps_.back().page.entries.size();
    return std::move(menu.grid);
}

void Menu::take(const Key& key) {
    auto& page = steps_.back().page;
    switch (key.kind) {
    case Key::Kind::up:
        return move(-1);
    case Key::Kind::down:
    case Key::Kind::tab:
        return move(1);
    case Key::Kind::enter:
    case Key::Kind::right:
        return choose(page.selected);
    case Key::Kind::escape:
    case Key::Kind::left:
        return go_back();
    case Key::Kind::click:
        for (const auto& [row, entry] : rows_)
            if (row == key.row)
                return choose(entry);
        return;
    case Key::Kind::paste:
        return paste(key.text);
    case Key::Kind::backspace:
        if (page.input && !page.input->empty())
            page.input->pop_back();
        return;
    case Key::Kind::erase_line:
        if (page.input)
            page.input->clear();
        return;
    case Key::Kind::letter:
        return take_letter(key.letter);
    default:
        return;
    }
}

void Menu::take_letter(char32_t letter) {
    auto& page = steps_.back().page;
    if (page.input) {
        if (letter > ' ' && letter < 0x7f)
            type(std::string(1, static_cast<char>(letter)));
        return;
    }
    if (letter == ' ')
        return choose(page.selected);
    const auto found = std::ranges::find(page.entries, letter, &MenuEntry::key);
    // What came onto the page just now was not meant.
    if (const auto entry = static_cast<std::size_t>(found - page.entries.begin()); entry < known_)
        choose(entry);
}

void Menu::type(const std::string& text) {
    constexpr std::size_t longest_input = 4096;
    auto& page = steps_.back().page;
    if (!page.input)
        return;
    page.selected = 0;
    page.notice.clear();
    // A ticket that was copied from several lines has their ends in it, and nothing in it is no letter.
    for (const char letter : text)
        if (letter > ' ' && letter < 0x7f && page.input->size() < longest_input)
            page.input->push_back(letter);
}

void Menu::paste(const std::string& text) {
    auto& page = steps_.back().page;
    auto letters = text;
    std::erase_if(letters, [](char letter) { return letter <= ' ' || letter >= 0x7f; });
    // A whole ticket is not meant to follow what is there.
    if (page.input && looks_like_ticket(letters))
        page.input->clear();
    type(letters);
}

void Menu::move(int step) {
    auto& page = steps_.back().page;
    const auto last = static_cast<int>(page.entries.size()) - 1;
    page.selected =
        static_cast<std::size_t>(std::clamp(static_cast<int>(page.selected) + step, 0, std::max(0, last)));
}

void Menu::choose(std::size_t entry) {
    auto& step = steps_.back();
    if (entry >= step.page.entries.size())
        return;
    step.page.selected = entry;
    step.page.notice.clear();
    step.choose(entry);
}

void Menu::go_to(Step step) {
    steps_.push_back(std::move(step));
    expect_drawing();
}

void Menu::go_back() {
    if (steps_.size() == 1)
        return finish({});
    steps_.pop_back();
    playing_.reset();
    expect_drawing();
}

void Menu::expect_drawing() {
    // The second click of two was for the page before, but keys may well be typed ahead.
    rows_.clear();
    known_ = steps_.back().page.entries.size();
}

} // namespace pixelpass
