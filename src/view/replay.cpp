// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/replay.h"

#include "base/monotonic.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// After which a decoder that was full is offered the unit again.
constexpr std::chrono::milliseconds decoder_pause{5};

/// A unit that is further away than that is looked at again by then: its time may be nonsense.
constexpr std::chrono::microseconds longest_wait = std::chrono::seconds(1);

} // namespace

void Replay::go(Microseconds pts, bool paused) {
    paused_ = paused;
    catching_up_ = false;
    since_ = monotonic_now();
    if (!history_.empty()) {
        const auto newest = history_.newest();
        position_ = std::clamp(pts, std::min(history_[history_.begin()]->pts, newest), newest);
        target_ = history_.picture_at(position_);
        next_ = history_.keyframe_of(target_);
        heard_ = target_;
    }
    play_soon();
}

void Replay::catch_up() {
    go(history_.newest(), false);
    heard_ = history_.end();
    catching_up_ = true;
}

void Replay::pause(bool paused) {
    position_ = position();
    since_ = monotonic_now();
    paused_ = paused;
    catching_up_ = false;
    play_soon();
}

Microseconds Replay::position() const { return paused_ ? position_ : position_ + (monotonic_now() - since_); }

Microseconds Replay::behind() const {
    return catching_up_ ? Microseconds{} : std::max(history_.newest() - position(), Microseconds{});
}

void Replay::play_soon() {
    timer_ = after(std::chrono::milliseconds(0), [this] { play(); });
}

void Replay::go_on_at_oldest() {
    // What was forgotten meanwhile is skipped, and its time, too. The oldest unit is a keyframe.
    next_ = target_ = history_.begin();
    position_ = std::max(position(), history_[next_]->pts);
    since_ = monotonic_now();
}

void Replay::play() {
    if (next_ < history_.begin() && !history_.empty())
        go_on_at_oldest();
    for (; next_ < history_.end(); ++next_) {
        const auto& unit = history_[next_];
        if (next_ > target_) {
            if (paused_)
                return;
            if (const auto early = unit->pts - position(); early > Microseconds{}) {
                timer_ = after(std::chrono::ceil<std::chrono::milliseconds>(std::min(early, longest_wait)),
                               [this] { play(); });
                return;
            }
        }
        if (next_ < heard_ && unit->kind == MediaKind::audio)
            continue;
        if (!events_.show(unit, next_ >= target_)) {
            timer_ = after(decoder_pause, [this] { play(); });
            return;
        }
    }
    if (!paused_)
        events_.on_live();
}

} // namespace pixelpass
