// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/window_feed.h"

#include "base/log.h"
#include "gst/window_elements.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::seconds figures_interval{1};
constexpr std::chrono::seconds sound_retry_interval{2};

} // namespace

WindowFeed::WindowFeed(std::string sink, Events events)
    : sink_(std::move(sink))
    , events_(std::move(events)) {}

Result<std::unique_ptr<WindowFeed>> WindowFeed::open(Events events) {
    auto sink = choose_window_sink();
    if (!sink)
        return fail(sink);
    const bool keys = takes_keys(*sink);
    std::unique_ptr<WindowFeed> feed(new WindowFeed(std::move(*sink), std::move(events)));
    if (!keys)
        feed->events_.on_warning(
            {Code::player, "the window takes no keys on this display", "where there is Xwayland, it does"});
    return feed;
}

void WindowFeed::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (ended_ || paused_)
        return;
    if (unit->kind == MediaKind::video && tracks.video)
        show(*unit, tracks.video->codec);
    else if (unit->kind == MediaKind::audio && tracks.audio)
        play(*unit, *tracks.audio);
}

void WindowFeed::show(const AccessUnit& unit, Codec codec) {
    awaiting_keyframe_ = awaiting_keyframe_ || !window_ || codec != codec_;
    if (awaiting_keyframe_ && !unit.keyframe) {
        if (keyframe_wait_.dropped(unit.pts))
            events_.on_keyframe_needed();
        return;
    }
    if (codec != codec_ || !window_) {
        if (window_end_.active() || !open_window(codec))
            return;
    }
    awaiting_keyframe_ = !window_->offer(unit);
    if (!awaiting_keyframe_)
        keyframe_wait_.end();
}

bool WindowFeed::open_window(Codec codec) {
    if (codec != codec_) {
        auto decoders = window_decoders(codec);
        if (!decoders) {
            window_failed(decoders.error());
            return false;
        }
        decoders_ = std::move(*decoders);
        codec_ = codec;
    }
    window_.reset();
    auto window = PictureWindow::open(codec, decoders_.front(), sink_,
                                      {.on_key = [this](const std::string& key) { press(key); },
                                       .on_closed =
                                           [this] {
                                               end();
                                               events_.on_closed();
                                           },
                                       .on_failed = [this](const Error& error) { window_failed(error); }});
    if (!window) {
        window_failed(window.error());
        return false;
    }
    spdlog::info("the window: {} to {}", decoders_.front(), sink_);
    window_ = std::move(*window);
    return true;
}

void WindowFeed::window_failed(const Error& error) {
    if (!decoders_.empty())
        decoders_.erase(decoders_.begin());
    if (decoders_.empty()) {
        end();
        return events_.on_failed(error);
    }
    events_.on_warning(error);
    awaiting_keyframe_ = true;
    // Later, since it may be the window that says so.
    window_end_ = after(at_once, [this] {
        window_.reset();
        events_.on_keyframe_needed();
    });
}

void WindowFeed::play(const AccessUnit& unit, const TrackFormat& format) {
    if (sound_retry_.active())
        return;
    if (!sound_ || sound_format_ != format) {
        sound_format_ = format;
        sound_.reset();
        auto sound = SoundPlayer::open(format, [this](const Error& error) { sound_failed(error); });
        if (!sound)
            return sound_failed(sound.error());
        sound_ = std::move(*sound);
        soundless_ = false;
        set_volume();
    }
    sound_->offer(unit);
}

void WindowFeed::sound_failed(const Error& error) {
    if (!std::exchange(soundless_, true))
        events_.on_warning(error);
    // Later also since it may be the player that says so.
    sound_retry_ = after(sound_retry_interval, [this] { sound_.reset(); });
}

void WindowFeed::set_volume() {
    if (sound_)
        sound_->set_volume(muted_ ? 0.0 : volume_ / 10.0);
}

void WindowFeed::press(const std::string& key) {
    if (ended_)
        return;
    if (key == "q" || key == "Q" || key == "Escape") {
        end();
        return events_.on_closed();
    }
    if (key == "space")
        return toggle_pause();
    if (key == "i" || key == "I")
        return toggle_figures();
    if ((key == "f" || key == "F" || key == "double-click") && window_ && !window_->toggle_full_screen() &&
        !std::exchange(cant_fill_screen_, true))
        events_.on_warning({Code::player, "this window can't fill the screen by itself",
                            "your desktop can do that, often with F11 or Super+Up"});
    if (key == "m" || key == "M")
        muted_ = !muted_;
    else if (key == "plus" || key == "equal" || key == "KP_Add")
        volume_ = std::min(volume_ + 1, 10);
    else if (key == "minus" || key == "KP_Subtract")
        volume_ = std::max(volume_ - 1, 0);
    set_volume();
}

void WindowFeed::toggle_pause() {
    paused_ = !paused_;
    awaiting_keyframe_ = true;
    if (!paused_)
        events_.on_keyframe_needed();
}

void WindowFeed::toggle_figures() {
    if (figures_timer_.active()) {
        figures_timer_.reset();
        if (window_)
            window_->write("");
    } else {
        figures_timer_ = every(figures_interval, [this] {
            if (window_)
                window_->write(events_.figures());
        });
        if (window_)
            window_->write(events_.figures());
    }
    // Of a still screen no picture comes by itself to write on.
    events_.on_keyframe_needed();
}

WindowStatus WindowFeed::status() const {
    const auto decoder = decoders_.empty() ? std::string() : decoders_.front();
    return {.sink = sink_,
            .decoder = decoder.substr(0, decoder.find(' ')),
            .delay = window_ ? window_->delay() : Microseconds{},
            .shown = window_ ? window_->shown() : 0};
}

void WindowFeed::end() {
    ended_ = true;
    figures_timer_.reset();
}

} // namespace pixelpass
