// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/colour_tagger.h"

#include "base/log.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// 1 is BT.709 in each of the three (ITU-T H.273).
const char* changes(Codec codec) {
    return codec == Codec::av1
               ? "color_range=tv:color_primaries=1:transfer_characteristics=1:matrix_coefficients=1"
               : "video_full_range_flag=0:colour_primaries=1:transfer_characteristics=1:"
                 "matrix_coefficients=1";
}

} // namespace

ColourTagger::ColourTagger(Codec codec)
    : filter_(codec, changes(codec)) {}

SharedBytes ColourTagger::tag(const SharedBytes& keyframe, ByteView head) {
    if (!std::ranges::equal(head, head_)) {
        auto tagged = filter_.filter(head);
        if (!tagged) {
            spdlog::debug("a keyframe says nothing of its colours");
            return keyframe;
        }
        head_.assign(head.begin(), head.end());
        tagged_ = std::move(*tagged);
    }
    const auto pictures = keyframe.view.subspan(head.size());
    Bytes bytes;
    bytes.reserve(tagged_.size() + pictures.size());
    bytes.insert(bytes.end(), tagged_.begin(), tagged_.end());
    bytes.insert(bytes.end(), pictures.begin(), pictures.end());
    return SharedBytes::of(std::move(bytes));
}

} // namespace pixelpass
