// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/encoder_ladder.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// Less would be no motion any more, and no text.
constexpr unsigned least_frame_rate = 15;
constexpr unsigned least_width = 640;

/// The next software of the same codec: a driver that has just failed would fail again.
const EncoderSpec* next_software(const EncoderSpec& failed,
                                 const std::function<bool(const EncoderSpec&)>& works) {
    const auto catalog = encoder_catalog();
    const auto after_failed = std::ranges::find(catalog, failed.name, &EncoderSpec::name) + 1;
    const auto found = std::find_if(after_failed, catalog.end(), [&](const EncoderSpec& spec) {
        return !spec.hardware && spec.codec == failed.codec && works(spec);
    });
    return found == catalog.end() ? nullptr : &*found;
}

} // namespace

std::optional<EncodingChoice> step_down(const EncodingChoice& now, Size source, bool slow,
                                        const std::function<bool(const EncoderSpec&)>& works) {
    auto next = now;
    if (!slow || now.encoder->hardware) {
        next.encoder = next_software(*now.encoder, works);
        return next.encoder ? std::optional(next) : std::nullopt;
    }
    if (now.video.frame_rate > least_frame_rate) {
        next.video.frame_rate = std::max(least_frame_rate, now.video.frame_rate / 2);
        return next;
    }
    const Size size = encoded_size(source, now.video.size);
    if (size.width <= least_width)
        return {};
    next.video.size = Size{size.width * 2 / 3, size.height * 2 / 3};
    return next;
}

} // namespace pixelpass
