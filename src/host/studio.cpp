// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/studio.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "gst/encoder_trial.h"
#include "gst/trial_cache.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// Units that may wait for the main loop: some seconds of both tracks. Past it the loop is stuck and all that
/// it missed is late.
constexpr std::size_t inbox_capacity = 256;

/// A sound encoder that has failed is started again after that.
constexpr std::chrono::seconds sound_retry_interval{5};

} // namespace

Studio::Studio(Options options, Events events)
    : options_(std::move(options))
    , asked_(options_.encoding.video)
    , events_(std::move(events))
    , source_size_(options_.source.size)
    , units_(inbox_capacity, [this](const SharedUnit& unit) { take(unit); }) {
    if (options_.sound == Sound::applications)
        sound_source_ = std::make_unique<SoundSource>(
            options_.sound_rule,
            SoundSource::Events{
                .on_samples = [this](auto samples, Microseconds at) { push_samples(samples, at); },
                .on_heard = [this](const Heard& heard) { events_.on_heard(heard); },
                .on_absent = [this](const Error& error) { events_.on_sound_lost(error); }});
}

void Studio::want(Rendition rendition, bool wanted) {
    spdlog::info("{} {} is {}", rendition.kind == MediaKind::video ? "video" : "audio", rendition.id,
                 wanted ? "wanted" : "no longer wanted");
    if (rendition.kind == MediaKind::audio)
        return wanted ? start_sound(rendition) : stop_sound(rendition);
    stepping_.reset();
    if (wanted)
        return start_video();
    stage_.reset();
    // What was too much may have had another cause, which is gone when somebody comes again.
    options_.encoding.video = asked_;
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
    if (unit->kind == MediaKind::video ? !stage_ : !audio_encoders_.contains(unit->rendition))
        return;
    if (unit->kind == MediaKind::video)
        ++pictures_;
    else
        sound_loss_told_.erase(unit->rendition);
    events_.on_unit(unit);
}

void Studio::start_video() {
    auto started = Stage::start(options_.source, *options_.encoding.encoder, options_.encoding.video, pause_,
                                {.on_unit = [this](SharedUnit unit) { hand_over(std::move(unit)); },
                                 .on_state = [this](const SourceState& state) { take_state(state); },
                                 .on_ended = events_.on_ended,
                                 .on_failed =
                                     [this](const EncoderFailure& failure) {
                                         // Later, since what failed is still on the stack.
                                         stepping_ = after(std::chrono::milliseconds(0),
                                                           [this, failure] { step_down(failure); });
                                     }});
    if (started)
        stage_ = std::move(*started);
    else
        step_down({.error = started.error()});
}

void Studio::step_down(const EncoderFailure& failure) {
    TrialCache cache;
    const auto next = pixelpass::step_down(
        options_.encoding, source_size_, failure.slow,
        [&cache](const EncoderSpec& spec) { return try_encoder(spec, {.cache = &cache}).ok; });
    if (!next)
        return failure.slow ? events_.on_encoding(options_.encoding, failure.error)
                            : events_.on_failed(failure.error);
    options_.encoding = *next;
    stage_.reset();
    events_.on_encoding(options_.encoding, failure.error);
    start_video();
}

void Studio::take_state(const SourceState& state) {
    if (state.kind == SourceState::Kind::live)
        source_size_ = state.size;
    events_.on_source(state);
}

void Studio::set_pause(std::optional<std::string> text) {
    pause_ = std::move(text);
    if (!stage_)
        return;
    stage_->set_pause(pause_);
    // Also for those who can't go on without, and would keep what they saw last.
    stage_->force_keyframe();
}

void Studio::start_sound(Rendition rendition) {
    if (options_.sound == Sound::none)
        return;
    auto encoder = AudioEncoder::start(
        rendition, {.on_unit = [this](SharedUnit unit) { hand_over(std::move(unit)); },
                    .on_error = [this, rendition](const Error& error) { lose_sound(rendition, error); }});
    if (!encoder)
        return lose_sound(rendition, encoder.error());
    const bool first = audio_encoders_.empty();
    audio_encoders_[rendition.id] = std::move(*encoder);
    if (first)
        start_listening();
}

void Studio::stop_sound(Rendition rendition) {
    sound_losses_.erase(rendition.id);
    end_sound(rendition);
}

void Studio::end_sound(Rendition rendition) {
    audio_encoders_.erase(rendition.id);
    if (audio_encoders_.empty())
        stop_listening();
}

void Studio::start_listening() {
    if (sound_source_)
        sound_source_->set_wanted(true);
    else
        tone_ = std::make_unique<Tone>(
            [this](std::span<const float> samples, Microseconds at) { push_samples(samples, at); });
}

void Studio::stop_listening() {
    if (sound_source_)
        sound_source_->set_wanted(false);
    tone_.reset();
}

void Studio::push_samples(std::span<const float> samples, Microseconds at) {
    // Silence goes on: a player would wait for sound that does not come.
    if (pause_) {
        silence_.resize(std::max(silence_.size(), samples.size()));
        samples = std::span(silence_).first(samples.size());
    }
    for (const auto& [id, encoder] : audio_encoders_)
        encoder->push(samples, at);
}

void Studio::lose_sound(Rendition rendition, const Error& error) {
    // Later, since what failed is still on the stack.
    sound_losses_[rendition.id] = after(std::chrono::milliseconds(0), [this, rendition, error] {
        end_sound(rendition);
        if (sound_loss_told_.insert(rendition.id).second)
            events_.on_sound_lost(error);
        retry_sound(rendition);
    });
}

void Studio::retry_sound(Rendition rendition) {
    sound_losses_[rendition.id] = after(sound_retry_interval, [this, rendition] { start_sound(rendition); });
}

} // namespace pixelpass
