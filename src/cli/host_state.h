// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sound_rule.h"
#include "cli/guard.h"
#include "gst/encoder_catalog.h"
#include "host/encoder_ladder.h"
#include "host/share.h"
#include "host/viewer_request.h"

#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// A form of the picture, over the last second.
struct VideoRate {
    RenditionStatus status;
    double fps = 0;
};

/// All that a person or a script is told of a share that runs.
struct HostState {
    std::string ticket; ///< empty until it is final
    Guard guard;
    std::string source_name;
    SourceState source;
    std::optional<EncodingChoice> encoding;
    std::string sound;         ///< as it was asked for
    Heard heard;               ///< of it, now
    std::string sound_absence; ///< why there is none now; empty: nothing stands in its way
    std::vector<ViewerStatus> viewers;
    std::vector<VideoRate> videos;
    std::vector<ViewerRequest> requests;
    bool paused = false; ///< by the person
    bool muted = false;
    unsigned most_kbps = 0;            ///< for the full picture
    std::string recording{};           ///< the file that it is recorded to; empty: none, or no longer
    std::optional<Guard::Time> ends{}; ///< by itself, if the clock is not set meanwhile
};

} // namespace pixelpass
