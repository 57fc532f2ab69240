// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/browser_player.h"

#include <utility>

namespace pixelpass {

BrowserPlayer::BrowserPlayer(Events events)
    : events_(std::move(events))
    , late_(after(patience, [this] { events_.on_late(); })) {}

Result<std::unique_ptr<BrowserPlayer>> BrowserPlayer::start(const Child::Command& command, Events events) {
    std::unique_ptr<BrowserPlayer> player(new BrowserPlayer(std::move(events)));
    auto child = Child::start(command, [raw = player.get()](int status) {
        if (status != 0 && !raw->came_)
            raw->events_.on_failed(status);
    });
    if (!child)
        return fail(child);
    player->child_ = std::move(*child);
    return player;
}

void BrowserPlayer::set_watching(std::size_t count) {
    if (count > 0) {
        came_ = true;
        late_.reset();
        absent_.reset();
    } else if (came_ && !absent_.active()) {
        absent_ = after(absence, [this] { events_.on_closed(); });
    }
}

} // namespace pixelpass
