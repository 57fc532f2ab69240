// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/application_watch.h"
#include "base/error.h"
#include "base/main_loop.h"
#include "base/state_file.h"
#include "capture/list_sources.h"
#include "cli/live_page.h"
#include "cli/menu_choices.h"
#include "cli/menu_layout.h"
#include "cli/options.h"
#include "desktop/clipboard.h"

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pixelpass {

/// What a person wants who has said nothing yet: they are asked page by page. Main thread.
class Menu {
public:
    using Answer = std::variant<std::monostate, HostOptions, ViewOptions>; ///< or nothing

    /// What is not asked for is as in these. `host` and `view` are what no option says.
    Menu(HostOptions host, ViewOptions view);

    /// Asks until all is known, or the person leaves. Errors: those of LivePage::open.
    [[nodiscard]] Result<Answer> ask();

private:
    /// A page, and what follows from an entry of it.
    struct Step {
        MenuPage page;
        std::function<void(std::size_t entry)> choose;
    };

    [[nodiscard]] Step ask_task();
    [[nodiscard]] Step ask_source();
    [[nodiscard]] Step ask_sound();
    [[nodiscard]] Step ask_applications();
    [[nodiscard]] Step ask_ticket();
    [[nodiscard]] Step ask_player();
    void follow_applications();
    void take_source(const SourceInfo& source);
    void take_ticket(std::size_t entry);
    void offer_clipboard();
    void finish(Answer answer);

    [[nodiscard]] terminal::Grid draw(terminal::GridSize size, terminal::Letters letters);
    void take(const terminal::Key& key);
    void take_letter(char32_t letter);
    void type(const std::string& text);
    void paste(const std::string& text);
    void move(int step);
    void choose(std::size_t entry);
    void go_to(Step step);
    void go_back();
    void expect_drawing();

    HostOptions host_;
    ViewOptions view_;
    const StateFile file_{"menu"};
    MenuChoices choices_;        ///< the last ones, then those of now
    std::list<Step> steps_;      ///< the last one is to be seen; a list, since a step adds another one
    std::vector<EntryRow> rows_; ///< as they were last drawn; none: another step was
    std::size_t known_ = 0;      ///< so many entries the person may mean by their keys
    std::string offered_;        ///< the ticket on the clipboard
    Answer answer_;
    MainLoop loop_;
    Clipboard clipboard_;
    std::unique_ptr<LivePage> page_;
    std::unique_ptr<ApplicationWatch> playing_; ///< while these are asked about: the last step
};

} // namespace pixelpass
