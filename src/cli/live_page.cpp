// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/live_page.h"

#include <unistd.h>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds redraw_interval{50};

} // namespace

bool wants_page(const CommonOptions& options) {
    return !options.json && options.verbosity == Verbosity::normal && isatty(STDIN_FILENO) == 1 &&
           isatty(STDOUT_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

Result<std::unique_ptr<LivePage>> LivePage::open(Events events) {
    std::unique_ptr<LivePage> page(new LivePage(std::move(events)));
    auto screen = terminal::Screen::open({.on_key =
                                              [self = page.get()](const terminal::Key& key) {
                                                  self->change();
                                                  self->events_.on_key(key);
                                              },
                                          .on_redraw = [self = page.get()] { self->draw(); }});
    if (!screen)
        return fail(screen);
    page->screen_ = std::move(*screen);
    page->draw();
    return page;
}

void LivePage::change() {
    if (!redraw_.active())
        redraw_ = after(redraw_interval, [this] { draw(); });
}

} // namespace pixelpass
