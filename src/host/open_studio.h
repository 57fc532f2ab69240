// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/source_request.h"
#include "host/studio.h"

#include <optional>
#include <string>

namespace pixelpass {

/// What a share is asked to show and to let hear.
struct StudioRequest {
    SourceRequest source;
    std::optional<Size> size; ///< the picture fits within it
    Codec codec = Codec::h264;
    std::string encoder;       ///< `auto` or a name of the catalogue
    unsigned bitrate_kbps = 0; ///< 0: by size and frame rate
    bool sound = true;
    SoundRule sound_rule; ///< as it stands, the test picture comes with its tone
};

/// Opens the source and tries the encoder, so that what can't work is said before anybody is given a ticket.
/// Errors: Code::source, Code::encoder. Blocks for as long as the trials take.
[[nodiscard]] Result<Studio::Options> open_studio(const StudioRequest& request);

} // namespace pixelpass
