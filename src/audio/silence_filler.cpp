// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/silence_filler.h"

#include "media/sound_format.h"

namespace pixelpass {
namespace {

std::size_t frames_of(Microseconds duration) {
    return static_cast<std::size_t>(duration.count() * sound_sample_rate / 1'000'000);
}

} // namespace

std::optional<SilenceFiller::Silence> SilenceFiller::before(Microseconds captured_at, std::size_t frames) {
    const auto hole = end_ ? captured_at - *end_ : Microseconds(0);
    if (silent_ && hole < -tolerance && hole > -longest)
        return std::nullopt;
    Silence silence;
    // A busy machine loses some samples, and measures times late: players bear that better than silence.
    if (hole > (silent_ ? tolerance : patience) && hole <= longest)
        silence = {*end_, frames_of(hole)};
    silent_ = false;
    end_ = captured_at + sound_length(frames);
    return silence;
}

SilenceFiller::Silence SilenceFiller::due(Microseconds now) {
    const auto until = now - lag;
    if (!end_ || until - *end_ > longest)
        end_ = until;
    silent_ = silent_ || now - *end_ > patience;
    if (!silent_ || until <= *end_)
        return {};
    const Silence silence{*end_, frames_of(until - *end_)};
    *end_ += sound_length(silence.frames);
    return silence;
}

} // namespace pixelpass
