// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/parameter_set_filter.h"

namespace pixelpass {

/// Says in the parameter sets of keyframes what the pictures are: BT.709 in limited range. Encoders of
/// VA-API, OpenH264 and libaom leave it out, and players then take small pictures for BT.601. One thread at a
/// time.
class ColourTagger {
public:
    explicit ColourTagger(Codec codec);

    /// The keyframe with its colours said; `head` is what keyframe_head() gives for it. A head that can't be
    /// read stays as it is.
    [[nodiscard]] SharedBytes tag(const SharedBytes& keyframe, ByteView head);

private:
    ParameterSetFilter filter_;
    Bytes head_;   ///< that was filtered last; most are all the same, and reading HEVC's takes 15 ms
    Bytes tagged_; ///< what became of it
};

} // namespace pixelpass
