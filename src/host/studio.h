// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sound_source.h"
#include "audio/tone.h"
#include "base/inbox.h"
#include "gst/audio_encoder.h"
#include "host/encoder_ladder.h"
#include "host/stage.h"
#include "media/rendition.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace pixelpass {

/// What is heard: nothing, applications, or the tone that belongs to the test picture.
enum class Sound : std::uint8_t { none, applications, tone };

/// Captures and encodes picture and sound, each only while somebody wants it. Main thread.
class Studio {
public:
    struct Options {
        VideoSource source;
        EncodingChoice encoding;
        bool bitrate_is_led = false; ///< by what the viewers' paths carry; the given one is the most
        Sound sound = Sound::applications;
        SoundRule sound_rule; ///< which of the applications
    };
    struct Events {
        std::function<void(const SharedUnit&)> on_unit;
        std::function<void(const SourceState&)> on_source; ///< something else is seen from now on
        std::function<void(const Error&)> on_ended;        ///< the source is lost for good
        std::function<void(const Error&)> on_failed;       ///< no picture can be had any more
        /// What encoded can't go on, for that reason; this does from now on.
        std::function<void(const EncodingChoice&, const Error&)> on_encoding;
        /// There is no half picture any more; the full one goes on.
        std::function<void(const Error&)> on_half_lost;
        std::function<void(const Heard&)> on_heard; ///< viewers hear something else from now on
        /// An encoder failed, or PipeWire is not there; the picture goes on.
        std::function<void(const Error&)> on_sound_lost;
    };

    Studio(Options options, Events events);

    /// Starts or stops making units of that rendition.
    void want(Rendition rendition, bool wanted);
    /// The next unit of that video rendition but one, at the latest, is a keyframe.
    void force_keyframe(Rendition rendition);
    /// The aim of that video rendition's encoder from now on, whenever it runs.
    void set_bitrate(Rendition rendition, unsigned kbps);
    /// Blanks picture and sound, at once, with that text in place of the picture; nothing: goes on.
    void set_pause(std::optional<std::string> text);
    /// Blanks the sound alone, at once, or lets it go on.
    void set_muted(bool muted) { muted_ = muted; }
    /// Whether the picture is wanted, so that on_source tells what is seen.
    [[nodiscard]] bool is_seen() const { return stage_ != nullptr; }
    /// Units of that video rendition encoded so far; it stands still while nobody is sent it.
    [[nodiscard]] std::uint64_t pictures(Rendition rendition) const;

private:
    void update_video();
    void start_video();
    void start_half();
    void lose_half(const EncoderFailure& failure);
    void step_down(const EncoderFailure& failure);
    void take_state(const SourceState& state);
    void start_sound(Rendition rendition);
    void stop_sound(Rendition rendition);
    void end_sound(Rendition rendition);
    void retry_sound(Rendition rendition);
    void start_listening();
    void stop_listening();
    void push_samples(std::span<const float> samples, Microseconds at);
    void lose_sound(Rendition rendition, const Error& error);
    void hand_over(SharedUnit unit); // on the streaming threads
    void take(const SharedUnit& unit);

    Options options_;
    const VideoSettings asked_;
    Events events_;
    std::map<std::uint64_t, std::uint64_t> pictures_; ///< by the renditions' ids
    bool full_wanted_ = false;
    bool half_wanted_ = false;
    const EncoderSpec* half_encoder_; ///< null: none works
    unsigned half_kbps_ = 0;
    Size source_size_;                 ///< when it was last seen
    Inbox<SharedUnit> units_;          // from the streaming threads
    std::optional<std::string> pause_; ///< the text on the card
    bool muted_ = false;
    std::vector<float> silence_; ///< as long as the longest run of samples so far
    std::unique_ptr<Stage> stage_;
    bool half_runs_ = false;
    Source stepping_;
    Source half_stepping_;
    std::map<std::uint64_t, std::unique_ptr<AudioEncoder>> audio_encoders_; ///< by their renditions' ids
    std::unique_ptr<Tone> tone_;
    std::unique_ptr<SoundSource> sound_source_;    ///< follows who plays even while nobody listens
    std::map<std::uint64_t, Source> sound_losses_; ///< by the renditions' ids
    std::set<std::uint64_t> sound_loss_told_;      ///< likewise; until there is sound again
};

} // namespace pixelpass
