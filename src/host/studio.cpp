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

/// By a trial that is remembered; software's takes no longer than viewers wait.
bool is_at_hand(const EncoderSpec& spec) {
    TrialCache cache;
    return try_encoder(spec, {.cache = &cache}).ok;
}

} // namespace

Studio::Studio(Options options, Events events)
    : options_(std::move(options))
    , asked_(options_.encoding.video)
    , events_(std::move(events))
    , half_encoder_(options_.encoding.encoder)
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
    (rendition == half_rendition ? half_wanted_ : full_wanted_) = wanted;
    update_video();
}

void Studio::update_video() {
    if (!full_wanted_ && !half_wanted_) {
        stepping_.reset();
        half_stepping_.reset();
        half_runs_ = false;
        stage_.reset();
        // What was too much may have had another cause, which is gone when somebody comes again.
        options_.encoding.video.frame_rate = asked_.frame_rate;
        options_.encoding.video.size = asked_.size;
        return;
    }
    if (!stage_)
        return start_video();
    stage_->set_full_idle(!full_wanted_);
    if (half_wanted_ && !half_runs_) {
        start_half();
    } else if (!half_wanted_) {
        half_stepping_.reset();
        half_runs_ = false;
        stage_->stop_half();
    }
}

void Studio::force_keyframe(Rendition rendition) {
    if (stage_)
        stage_->force_keyframe(rendition);
}

void Studio::set_bitrate(Rendition rendition, unsigned kbps) {
    unsigned& aim = rendition == half_rendition ? half_kbps_ : options_.encoding.video.bitrate_kbps;
    if (std::exchange(aim, kbps) != kbps && stage_)
        stage_->set_bitrate(rendition, kbps);
}

std::uint64_t Studio::pictures(Rendition rendition) const {
    const auto found = pictures_.find(rendition.id);
    return found == pictures_.end() ? 0 : found->second;
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
        ++pictures_[unit->rendition];
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
    if (!started)
        return step_down({.error = started.error()});
    stage_ = std::move(*started);
    half_runs_ = false;
    update_video();
}

void Studio::start_half() {
    if (!half_encoder_)
        return;
    const VideoSettings settings{
        .frame_rate = options_.encoding.video.frame_rate, .size = {}, .bitrate_kbps = half_kbps_};
    auto started = stage_->start_half(*half_encoder_, settings,
                                      {.on_unit = [this](SharedUnit unit) { hand_over(std::move(unit)); },
                                       .on_failed =
                                           [this](const EncoderFailure& failure) {
                                               half_stepping_ =
                                                   after(std::chrono::milliseconds(0),
                                                         [this, failure] { lose_half(failure); });
                                           }});
    half_runs_ = started.has_value();
    if (!started)
        lose_half({.error = started.error()});
}

void Studio::lose_half(const EncoderFailure& failure) {
    // Two are too much for this machine: all get less.
    if (failure.slow)
        return step_down(failure);
    spdlog::warn("the half-size picture: {}", failure.error.message);
    half_runs_ = false;
    stage_->stop_half();
    auto choice = options_.encoding;
    choice.encoder = half_encoder_;
    const auto next = pixelpass::step_down(choice, source_size_, false, is_at_hand);
    half_encoder_ = next ? next->encoder : nullptr;
    if (!next)
        return events_.on_half_lost(failure.error);
    start_half();
}

void Studio::step_down(const EncoderFailure& failure) {
    const auto next = pixelpass::step_down(options_.encoding, source_size_, failure.slow, is_at_hand);
    if (!next)
        return failure.slow ? events_.on_encoding(options_.encoding, failure.error)
                            : events_.on_failed(failure.error);
    options_.encoding = *next;
    half_encoder_ = next->encoder;
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
    force_keyframe(video_rendition);
    force_keyframe(half_rendition);
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
    if (pause_ || muted_) {
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
