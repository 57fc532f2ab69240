// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/window_feed.h"

#include "base/log.h"
#include "gst/window_elements.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr std::chrono::seconds overlay_interval{1};
/// How long a hardware decoder has for a picture, as an encoder has: one that fails or hangs may not say so.
constexpr std::chrono::milliseconds hardware_patience{600};
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
    if (!paused_ && live_) {
        if (unit->kind == MediaKind::audio)
            play(*unit);
        else if (!show(*unit))
            awaiting_keyframe_ = true;
    }
    if (search_ && unit->kind == MediaKind::video)
        search_->offer(*unit);
}

bool WindowFeed::show(const AccessUnit& unit, bool seen) {
    if (ended_)
        return true;
    const Codec codec = unit.format->codec;
    awaiting_keyframe_ = awaiting_keyframe_ || !decoder_ || codec != codec_;
    if (awaiting_keyframe_ && !unit.keyframe) {
        if (keyframe_wait_.dropped(unit.pts))
            events_.on_keyframe_needed();
        return true;
    }
    if (codec != codec_ && !choose_decoders(codec))
        return true;
    if (!decoder_ && (decoder_change_.active() || !open_decoder()))
        return true;
    if (!decoder_->offer(unit, seen))
        return false;
    awaiting_keyframe_ = false;
    keyframe_wait_.end();
    return true;
}

bool WindowFeed::choose_decoders(Codec codec) {
    decoder_.reset();
    hardware_.clear();
    auto decoders = window_decoders(codec);
    if (!decoders) {
        fail_with(decoders.error());
        return false;
    }
    decoders_ = std::move(*decoders);
    codec_ = codec;
    search_ = std::make_unique<HardwareDecoderSearch>(
        HardwareDecoderSearch::Options{.candidates = hardware_decoders(codec)},
        [this](const std::string& decoder) { use_hardware(decoder); });
    return true;
}

bool WindowFeed::open_window() {
    auto window = PictureWindow::open(sink_, {.on_key = [this](const std::string& key) { press(key); },
                                              .on_closed =
                                                  [this] {
                                                      end();
                                                      events_.on_closed();
                                                  },
                                              .on_failed = [this](const Error& error) { fail_with(error); }});
    if (!window) {
        fail_with(window.error());
        return false;
    }
    window_ = std::move(*window);
    return true;
}

bool WindowFeed::open_decoder() {
    if (!window_ && !open_window())
        return false;
    const auto kind = hardware_.empty() ? DecoderKind::software : DecoderKind::hardware;
    const std::string& element = hardware_.empty() ? decoders_.front() : hardware_;
    auto decoder =
        PictureDecoder::open(*codec_, kind, element,
                             {.on_picture = window_->painter(),
                              .on_failed = [this](const std::string& why) { decoder_failed(why); }});
    if (!decoder) {
        decoder_failed(decoder.error().message);
        return false;
    }
    spdlog::info("the window: {}, in {}, to {}", element, hardware_.empty() ? "software" : "hardware", sink_);
    decoder_ = std::move(*decoder);
    if (!hardware_.empty())
        decoder_->expect_pictures_within(hardware_patience);
    return true;
}

void WindowFeed::use_hardware(const std::string& decoder) {
    hardware_ = decoder;
    change_decoder();
}

void WindowFeed::decoder_failed(const std::string& why) {
    if (!hardware_.empty()) {
        events_.on_warning({Code::player, fmt::format("the hardware decoder {} failed: {}", hardware_, why),
                            "software decodes from now on"});
        hardware_.clear();
        return change_decoder();
    }
    const Error error{Code::player, "the window shows nothing any more: " + why,
                      "watch with --player mpv or vlc"};
    decoders_.erase(decoders_.begin());
    if (decoders_.empty())
        return fail_with(error);
    events_.on_warning(error);
    change_decoder();
}

void WindowFeed::change_decoder() {
    // Later, since it may be the decoder that says so.
    decoder_change_ = after(at_once, [this] {
        decoder_.reset();
        if (!live_)
            return replay_.go(replay_.position(), paused_);
        // From the last keyframe on, which was kept, so that no other viewer has to pay for a new one.
        live_ = paused_;
        if (!paused_)
            replay_.catch_up();
    });
}

void WindowFeed::fail_with(const Error& error) {
    end();
    events_.on_failed(error);
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
    held_ = history_.newest();
    if (!live_)
        replay_.pause(paused_);
}

void WindowFeed::rewind(std::chrono::seconds by) {
    const auto position = history_.newest() - rewound();
    live_ = false;
    replay_.go(position - by, paused_);
    write_overlay();
}

void WindowFeed::return_to_live() {
    // The decoder gets all that came since the last keyframe, so that nobody has to send another one.
    paused_ = false;
    live_ = false;
    replay_.catch_up();
}

Microseconds WindowFeed::rewound() const {
    if (!live_)
        return replay_.behind();
    return paused_ ? history_.newest() - held_ : Microseconds{};
}

void WindowFeed::write_overlay() {
    if (ended_)
        return;
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
    const auto software = decoders_.empty() ? std::string() : decoders_.front();
    return {.sink = sink_,
            .decoder = hardware_.empty() ? software.substr(0, software.find(' ')) : hardware_,
            .hardware = !hardware_.empty(),
            .delay = window_ ? window_->delay() : Microseconds{},
            .shown = window_ ? window_->shown() : 0,
            .rewound = rewound(),
            .figures_wanted = figures_wanted_};
}

void WindowFeed::end() {
    ended_ = true;
    overlay_timer_.reset();
    search_.reset();
    live_ = true;
}

} // namespace pixelpass
