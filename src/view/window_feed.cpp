// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/window_feed.h"

#include "base/log.h"
#include "gst/window_elements.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::seconds overlay_interval{1};
constexpr std::chrono::seconds rewind_step{5};
constexpr std::chrono::seconds sound_retry_interval{2};

} // namespace

WindowFeed::WindowFeed(std::string sink, Events events)
    : sink_(std::move(sink))
    , events_(std::move(events))
    , replay_(history_, {.show =
                             [this](const SharedUnit& unit, bool seen) {
                                 if (unit->kind == MediaKind::video)
                                     return show(*unit, seen);
                                 play(*unit);
                                 return true;
                             },
                         .on_live =
                             [this] {
                                 live_ = true;
                                 write_overlay();
                             }}) {}

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

void WindowFeed::offer(const SharedUnit& unit, const MuxTracks&) {
    if (ended_)
        return;
    history_.keep(*unit);
    if (paused_ || !live_)
        return;
    if (unit->kind == MediaKind::audio)
        play(*unit);
    else if (!show(*unit))
        awaiting_keyframe_ = true;
}

bool WindowFeed::show(const AccessUnit& unit, bool seen) {
    const Codec codec = unit.format->codec;
    awaiting_keyframe_ = awaiting_keyframe_ || !window_ || codec != codec_;
    if (awaiting_keyframe_ && !unit.keyframe) {
        if (keyframe_wait_.dropped(unit.pts))
            events_.on_keyframe_needed();
        return true;
    }
    if (codec != codec_ || !window_) {
        if (window_end_.active() || !open_window(codec))
            return true;
    }
    if (!window_->offer(unit, seen))
        return false;
    awaiting_keyframe_ = false;
    keyframe_wait_.end();
    return true;
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
        if (live_)
            events_.on_keyframe_needed();
        else
            replay_.go(replay_.position(), paused_);
    });
}

void WindowFeed::play(const AccessUnit& unit) {
    const TrackFormat& format = *unit.format;
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
    if (key == "Left")
        rewind(rewind_step);
    else if (key == "Right" && !live_)
        rewind(-rewind_step);
    else if (key == "End" && (paused_ || !live_))
        return_to_live();
    if (key == "m" || key == "M")
        muted_ = !muted_;
    else if (key == "plus" || key == "equal" || key == "KP_Add")
        volume_ = std::min(volume_ + 1, 10);
    else if (key == "minus" || key == "KP_Subtract")
        volume_ = std::max(volume_ - 1, 0);
    set_volume();
}

void WindowFeed::toggle_pause() {
    if (paused_ && live_)
        return return_to_live();
    paused_ = !paused_;
    if (!live_)
        replay_.pause(paused_);
}

void WindowFeed::rewind(std::chrono::seconds by) {
    const auto position = live_ ? history_.newest() : replay_.position();
    live_ = false;
    replay_.go(position - by, paused_);
    write_overlay();
}

void WindowFeed::return_to_live() {
    // The decoder gets all that came since the last keyframe, so that nobody has to send another one.
    paused_ = false;
    live_ = false;
    replay_.go(history_.newest(), paused_);
}

void WindowFeed::write_overlay() {
    if (window_)
        window_->write(events_.overlay());
    if (!figures_wanted_ && live_)
        overlay_timer_.reset();
    else if (!overlay_timer_.active())
        overlay_timer_ = every(overlay_interval, [this] { write_overlay(); });
}

void WindowFeed::toggle_figures() {
    figures_wanted_ = !figures_wanted_;
    write_overlay();
    // Of a still screen no picture comes by itself to write on.
    events_.on_keyframe_needed();
}

WindowStatus WindowFeed::status() const {
    const auto decoder = decoders_.empty() ? std::string() : decoders_.front();
    return {.sink = sink_,
            .decoder = decoder.substr(0, decoder.find(' ')),
            .delay = window_ ? window_->delay() : Microseconds{},
            .shown = window_ ? window_->shown() : 0,
            .rewound = live_ ? Microseconds{} : replay_.behind(),
            .figures_wanted = figures_wanted_};
}

void WindowFeed::end() {
    ended_ = true;
    overlay_timer_.reset();
    live_ = true;
}

} // namespace pixelpass
