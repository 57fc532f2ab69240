// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/studio.h"

#include "base/log.h"
#include "base/monotonic.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// Units that may wait for the main loop: some seconds of both tracks. Past it the loop is stuck and all that
/// it missed is late.
constexpr std::size_t inbox_capacity = 256;

} // namespace

Studio::Studio(Options options, Events events)
    : options_(std::move(options))
    , events_(std::move(events))
    , units_(inbox_capacity, [this](const SharedUnit& unit) { take(unit); }) {}

void Studio::want(MediaKind kind, bool wanted) {
    spdlog::info("{} is {}", kind == MediaKind::video ? "video" : "audio",
                 wanted ? "wanted" : "no longer wanted");
    if (kind == MediaKind::video) {
        if (wanted)
            start_video();
        else
            stage_.reset();
    } else if (wanted) {
        start_sound();
    } else {
        stop_sound();
    }
}

void Studio::force_keyframe() {
    if (stage_)
        stage_->force_keyframe();
}

void Studio::hand_over(SharedUnit unit) {
    spdlog::debug("encoded {} pts {} at {}", unit->kind == MediaKind::video ? "video" : "audio",
                  unit->pts.count(), monotonic_now().count());
    if (!units_.push(std::move(unit)))
        spdlog::warn("the main loop is stuck: a unit is dropped");
}

void Studio::take(const SharedUnit& unit) {
    // What was on its way when the encoder was stopped belongs to nobody.
    if (unit->kind == MediaKind::video ? !stage_ : !tone_ && !audio_encoder_)
        return;
    if (unit->kind == MediaKind::video)
        ++pictures_;
    events_.on_unit(unit);
}

void Studio::start_video() {
    auto started = Stage::start(options_.source, *options_.encoder, options_.video, pause_,
                                {.on_unit = [this](SharedUnit unit) { hand_over(std::move(unit)); },
                                 .on_state = events_.on_source,
                                 .on_ended = events_.on_ended,
                                 .on_failed = events_.on_failed});
    if (started)
        stage_ = std::move(*started);
    else
        events_.on_failed(started.error());
}

void Studio::set_pause(std::optional<std::string> text) {
    pause_ = std::move(text);
    if (stage_)
        stage_->set_pause(pause_);
    if (tone_)
        tone_->set_muted(pause_.has_value());
}

AudioEncoder::Events Studio::sound_events() {
    return {.on_unit = [this](SharedUnit unit) { hand_over(std::move(unit)); },
            .on_error = [this](const Error& error) { lose_sound(error); }};
}

void Studio::start_sound() {
    if (options_.sound == Sound::tone) {
        auto tone = Tone::start(sound_events());
        if (!tone)
            return lose_sound(tone.error());
        tone_ = std::move(*tone);
        tone_->set_muted(pause_.has_value());
    } else if (options_.sound == Sound::system) {
        auto encoder = AudioEncoder::start(sound_events());
        if (!encoder)
            return lose_sound(encoder.error());
        audio_encoder_ = std::move(*encoder);
        auto sound = SystemSound::start(
            {.on_samples = [this](auto samples, Microseconds at) { push_samples(samples, at); },
             .on_lost = [this](const Error& error) { lose_sound(error); }});
        if (!sound)
            return lose_sound(sound.error());
        system_sound_ = std::move(*sound);
    }
}

void Studio::push_samples(std::span<const float> samples, Microseconds at) {
    // Silence goes on: a player would wait for sound that does not come.
    if (pause_) {
        silence_.resize(std::max(silence_.size(), samples.size()));
        samples = std::span(silence_).first(samples.size());
    }
    audio_encoder_->push(samples, at);
}

void Studio::stop_sound() {
    system_sound_.reset();
    audio_encoder_.reset();
    tone_.reset();
}

void Studio::lose_sound(const Error& error) {
    // Later, since what failed is still on the stack.
    sound_loss_ = after(std::chrono::milliseconds(0), [this, error] {
        stop_sound();
        options_.sound = Sound::none;
        events_.on_sound_lost(error);
    });
}

} // namespace pixelpass
